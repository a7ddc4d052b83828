"""The shapes of answers, for the published schema alone: bodies are sent as they are stored."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.api.statement_shapes import (
    EDTF,
    CommitmentSerializer,
    LinkedFromSerializer,
    LinkSerializer,
    MilestoneSerializer,
    RowCommitmentSerializer,
    RowLinkSerializer,
    TermSerializer,
    VersionSerializer,
    maybe,
)
from agreements.models import AgreementKind, Party, Status


class PickedSerializer(Serializer[Any]):
    """What `fields` picks members of: all but these may be left out."""

    always: ClassVar[frozenset[str]] = frozenset({"key", "as_of", "known_at"})

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Let members be absent."""
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name in self.always
        return fields


class PartyNameSerializer(Serializer[Any]):
    """A party by its code."""

    code = CharField(help_text="ISO 3166-1 alpha-2, or XK, EU")
    name = CharField()


class RowSerializer(PickedSerializer):
    """One agreement in a list; `fields` leaves out all members that it does not name."""

    status = serializers.ChoiceField(Status.choices, help_text="On the day of as_of")
    key = CharField(help_text="Its public name, like A-1031")
    title = CharField()
    kind = serializers.ChoiceField(AgreementKind.choices, allow_null=True)
    parties = PartyNameSerializer(many=True)
    framework = maybe("The multilateral text it hangs from")
    signed = maybe(EDTF)
    in_force_from = maybe(EDTF)
    ended = maybe(EDTF)
    duration_years = serializers.IntegerField(allow_null=True)
    legally_binding = serializers.BooleanField(allow_null=True)
    commitments = RowCommitmentSerializer(many=True)
    is_doubtful = serializers.BooleanField(help_text="A term named doubt says why")
    history = VersionSerializer(many=True, help_text="Only with expand=history; the oldest first")
    linked_from = LinkedFromSerializer(many=True, help_text="Only with expand=links")


class SpanSerializer(Serializer[Any]):
    """The days of one status."""

    status = serializers.ChoiceField(Status.choices)
    to = serializers.DateField(allow_null=True, help_text="The first day after; null: goes on")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `from`, which Python keeps for itself."""
        return super().get_fields() | {"from": serializers.DateField()}


class ClocksSerializer(Serializer[Any]):
    """The two clocks that the answer was given for."""

    as_of = serializers.DateField(help_text="The day asked about")
    known_at = serializers.DateTimeField(allow_null=True, help_text="When we knew; null is now")


class ExpandedRowSerializer(RowSerializer):
    """One agreement in a list, with what `expand` adds to it."""

    status_history = SpanSerializer(many=True, help_text="Only with expand=evidence")
    milestones = MilestoneSerializer(many=True, help_text="Only with expand=evidence")
    terms = TermSerializer(many=True, help_text="Only with expand=evidence")
    links = RowLinkSerializer(many=True, help_text="Only with expand=evidence or links")


class WholeSerializer(RowSerializer):
    """One agreement with everything held of it."""

    status_history = SpanSerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    commitments = CommitmentSerializer(many=True)
    terms = TermSerializer(many=True)
    links = LinkSerializer(many=True)


class AgreementSerializer(ClocksSerializer, WholeSerializer):
    """One agreement with everything held of it; `fields` leaves out what it does not name."""


class PageSerializer(Serializer[Any]):
    """The frame of every list."""

    next = serializers.URLField(allow_null=True, help_text="The page after this one")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one")


class AgreementPageSerializer(ClocksSerializer, PageSerializer):
    """One page of agreements, newest first."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = ExpandedRowSerializer(many=True)


class PartySerializer(Serializer[Any]):
    """A state, an organisation or a de-facto state that signs."""

    code = CharField(help_text="ISO 3166-1 alpha-2, or XK, EU")
    iso3 = maybe("ISO 3166-1 alpha-3")
    iso_numeric = maybe("ISO 3166-1 numeric, three digits")
    name = CharField()
    kind = serializers.ChoiceField(Party.Kind.choices)
    region = CharField()
    capital = CharField()
    latitude = serializers.FloatField(help_text="Of the capital, in degrees")
    longitude = serializers.FloatField(help_text="Of the capital, in degrees")
    cow_code = serializers.IntegerField(allow_null=True, help_text="Correlates of War number")
    cow_abbreviation = maybe("Correlates of War letters")


class FrameworkSerializer(Serializer[Any]):
    """A multilateral text that bilateral agreements hang from."""

    slug = CharField()
    title = CharField()
    adopted = CharField(help_text=EDTF)
    url = serializers.URLField(allow_null=True)


class PartyDetailSerializer(PartySerializer):
    """A party and the frameworks it has joined."""

    frameworks = FrameworkSerializer(many=True)


class PartyPageSerializer(PageSerializer):
    """All parties."""

    results = PartySerializer(many=True)


class CommitmentTypeSerializer(Serializer[Any]):
    """An entry of the codebook."""

    code = CharField()
    group = CharField()
    name = CharField()
    definition = CharField()
    atop = maybe("Nearest variable of the ATOP dataset")
    dcad = maybe("Nearest variable of the DCAD dataset")


class CommitmentTypePageSerializer(PageSerializer):
    """The codebook."""

    results = CommitmentTypeSerializer(many=True)


class ProblemSerializer(Serializer[Any]):
    """What went wrong (RFC 9457); branch on `code`, show `detail`."""

    type = CharField(help_text="An address that explains the code")
    title = CharField()
    status = serializers.IntegerField()
    detail = CharField()
    code = CharField(help_text="Stable, like query.unknown")
    parameter = CharField(required=False, help_text="The parameter at fault")
    known = serializers.ListField(
        child=CharField(),
        required=False,
        help_text="The parameters there are, or the values of the one at fault",
    )
    withdrawn_at = serializers.DateTimeField(required=False, help_text="Since when nothing is held")
    reason = CharField(required=False, allow_null=True, help_text="Why it was withdrawn")
    pointer = CharField(required=False, help_text="JSON pointer to the field at fault")
    request_id = CharField(required=False, help_text="As in X-Request-ID and in our log")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `errors`, which serializers keep for themselves."""
        errors = serializers.ListField(
            child=serializers.DictField(child=CharField()),
            required=False,
            help_text="All fields at fault: pointer, detail and code",
        )
        return super().get_fields() | {"errors": errors}
