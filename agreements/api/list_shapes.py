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


class LicenceSerializer(Serializer[Any]):
    """What a text may be shown under."""

    name = CharField()
    url = serializers.URLField(help_text="Where that stands")


class DocumentRowSerializer(Serializer[Any]):
    """An archived text with where it came from."""

    id = serializers.IntegerField()
    title = maybe()
    publisher = maybe()
    published = serializers.DateField(allow_null=True)
    language = maybe("Its code, like en")
    url = maybe()
    archived_at = serializers.DateTimeField()
    sha256 = CharField(help_text="Of the text in UTF-8")
    licence = LicenceSerializer(allow_null=True, help_text="Null: its text is not shown to all")
    quote_count = serializers.IntegerField(help_text="How often the record quotes it")


class QuotedSerializer(Serializer[Any]):
    """A place in the text that a statement rests on."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = CharField()
    agreement = CharField(help_text="The key of the agreement that the statement is of")
    statement = serializers.ChoiceField(["milestone", "commitment", "term", "link"])


class DocumentItemSerializer(DocumentRowSerializer):
    """An archived text, what is quoted of it, and itself where everybody may read it."""

    known_at = serializers.DateTimeField(allow_null=True, help_text="When we knew; null is now")
    characters = serializers.IntegerField(help_text="How long the text is")
    text = maybe("Null where no licence lets everybody read it")
    quotes = QuotedSerializer(many=True)


class DocumentPageSerializer(ClocksSerializer, PageSerializer):
    """One page of documents, the last archived first."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = DocumentRowSerializer(many=True)
