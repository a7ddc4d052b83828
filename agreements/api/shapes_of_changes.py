"""The shapes of changes, for the published schema alone."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements import following
from agreements.api.shapes import ClocksSerializer, PageSerializer, WholeSerializer
from agreements.api.statement_shapes import maybe
from agreements.models import Decision, Status


class CauseSerializer(Serializer[Any]):
    """The decision that made a change."""

    decision = serializers.IntegerField(help_text="Its number; several changes may share it")
    verb = serializers.ChoiceField(Decision.Verb.choices)
    reason = maybe("In the words of who decided it")
    by = CharField(help_text="an editor, or the house for what was loaded")
    undoes = serializers.IntegerField(
        allow_null=True, help_text="The number of the decision that it takes back"
    )


class HeldSerializer(WholeSerializer):
    """An agreement with everything held of it since a change."""

    status = serializers.ChoiceField(
        Status.choices, allow_null=True, help_text="On the day of as_of; null: not begun by then"
    )


class RecordChangeSerializer(Serializer[Any]):
    """What one decision did to one agreement."""

    number = serializers.IntegerField(help_text="From 1 on, without gaps")
    kind = serializers.ChoiceField(following.KINDS, help_text="As webhooks call it")
    at = serializers.DateTimeField(help_text="When it was decided; known_at for what it left")
    cause = CauseSerializer()
    key = CharField(help_text="The agreement's public name, like A-1031")
    merged_into = CharField(
        allow_null=True, help_text="The key of the agreement that it was found to be the same as"
    )
    agreement = HeldSerializer(allow_null=True, help_text="Null: nothing is held of it since")


class RecordChangePageSerializer(ClocksSerializer, PageSerializer):
    """One page of changes, the oldest first."""

    last = serializers.IntegerField(
        help_text="The number of the last change there is: when next is null, go on after it"
    )
    results = RecordChangeSerializer(many=True)
