"""The shapes of lists of statements, for the published schema alone."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.api.shapes import ClocksSerializer, PageSerializer, PartyNameSerializer
from agreements.api.statement_shapes import (
    EDTF,
    CommitmentSerializer,
    DecisionSerializer,
    MilestoneSerializer,
    maybe,
)
from agreements.models import Status


class NamedAgreementSerializer(Serializer[Any]):
    """The agreement that a statement is about."""

    key = CharField(help_text="Its public name, like A-1031")
    title = CharField()
    parties = PartyNameSerializer(many=True)
    status = serializers.ChoiceField(Status.choices, help_text="On the day of as_of")
    signed = maybe(EDTF)


class _ListedSerializer(Serializer[Any]):
    id = serializers.IntegerField(help_text="Of this statement; a corrected one has another")
    agreement = NamedAgreementSerializer()
    decision = DecisionSerializer()


class ListedCommitmentSerializer(_ListedSerializer, CommitmentSerializer):
    """A commitment with its agreement and evidence."""


class ListedMilestoneSerializer(_ListedSerializer, MilestoneSerializer):
    """A milestone with its agreement and evidence."""


class CommitmentPageSerializer(ClocksSerializer, PageSerializer):
    """One page of commitments, the last recorded first."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = ListedCommitmentSerializer(many=True)


class MilestonePageSerializer(ClocksSerializer, PageSerializer):
    """One page of milestones, the last recorded first."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = ListedMilestoneSerializer(many=True)
