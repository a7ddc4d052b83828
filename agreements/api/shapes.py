"""The shapes of answers, for the published schema alone: bodies are sent as they are stored."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.models import (
    AgreementKind,
    Commitment,
    Link,
    MilestoneKind,
    Party,
    Rank,
    Status,
    Strength,
    TermName,
)

_EDTF = "EDTF: 2024, 2024-06, 2024-06-13, 199X, 2024-03~"


def _maybe(help_text: str = "") -> CharField:
    return CharField(allow_null=True, help_text=help_text)


class PartyNameSerializer(Serializer[Any]):
    """A party by its code."""

    code = CharField(help_text="ISO 3166-1 alpha-2, or XK, EU")
    name = CharField()


class RowCommitmentSerializer(Serializer[Any]):
    """What one party owes the other, or what the agreement expressly does not hold."""

    type = CharField(help_text="A code of /commitment-types")
    held = serializers.ChoiceField(Commitment.Holding.choices)
    direction = serializers.ChoiceField(Commitment.Direction.choices)
    debtor = _maybe("A party's code; null unless direction is one_way")
    creditor = _maybe("A party's code; null unless direction is one_way")
    strength = serializers.ChoiceField(Strength.choices)
    rank = serializers.ChoiceField(Rank.choices)


class RowSerializer(Serializer[Any]):
    """One agreement in a list."""

    status = serializers.ChoiceField(Status.choices, help_text="On the day of as_of")
    key = CharField(help_text="Its public name, like A-1031")
    title = CharField()
    kind = serializers.ChoiceField(AgreementKind.choices, allow_null=True)
    parties = PartyNameSerializer(many=True)
    framework = _maybe("The multilateral text it hangs from")
    signed = _maybe(_EDTF)
    in_force_from = _maybe(_EDTF)
    ended = _maybe(_EDTF)
    duration_years = serializers.IntegerField(allow_null=True)
    legally_binding = serializers.BooleanField(allow_null=True)
    commitments = RowCommitmentSerializer(many=True)
    is_doubtful = serializers.BooleanField(help_text="A term named doubt says why")


class DocumentSerializer(Serializer[Any]):
    """An archived text."""

    id = serializers.IntegerField()
    title = _maybe()
    publisher = _maybe()
    published = serializers.DateField(allow_null=True)
    url = _maybe()


class QuoteSerializer(Serializer[Any]):
    """Evidence: a place in an archived text, counted in characters, and the exact words there."""

    quote = CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    document = DocumentSerializer()


class CitationSerializer(Serializer[Any]):
    """Evidence: a work outside the archive; `is_opened` tells whether somebody has looked."""

    citation = CharField()
    url = _maybe()
    is_opened = serializers.BooleanField(allow_null=True)
    note = _maybe()


class JudgementSerializer(Serializer[Any]):
    """Evidence: what an editor concluded."""

    judgement = CharField()
    by = CharField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Evidence",
        serializers=[QuoteSerializer, CitationSerializer, JudgementSerializer],
        resource_type_field_name=None,
        many=True,
    )
)
class EvidenceField(serializers.ListField):
    """Why a statement is held; at least one piece."""


class StatementSerializer(Serializer[Any]):
    """What all statements have."""

    rank = serializers.ChoiceField(Rank.choices, help_text="Contested ones differ from preferred")
    wording = _maybe("The source's words, where they differ from the value")
    known_from = serializers.DateTimeField(help_text="Since when we have held it")
    evidence = EvidenceField()


class MilestoneSerializer(StatementSerializer):
    """Something that happened, or is expected to."""

    kind = serializers.ChoiceField(MilestoneKind.choices)
    date = _maybe(_EDTF)
    earliest = serializers.DateField(allow_null=True, help_text="First day the date can mean")
    latest = serializers.DateField(allow_null=True, help_text="Last day the date can mean")
    is_expected = serializers.BooleanField()
    party = _maybe("Who ratified")
    place = _maybe()


class CommitmentSerializer(StatementSerializer, RowCommitmentSerializer):
    """A commitment with its evidence."""

    condition = _maybe("When it applies")
    amount = _maybe("A sum, as a decimal number in text")
    currency = _maybe("ISO 4217")
    period = _maybe("What time the sum is for")


class TermSerializer(StatementSerializer):
    """A plain property."""

    name = serializers.ChoiceField(TermName.choices)
    value = CharField(help_text="true or false, a number, USD 60000000000, scheme:value, or text")


class LinkSerializer(StatementSerializer):
    """What the agreement is to another one."""

    kind = serializers.ChoiceField(Link.Kind.choices)
    target = CharField(help_text="The other agreement's key")


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


class AgreementSerializer(ClocksSerializer, RowSerializer):
    """One agreement with everything held of it."""

    status_history = SpanSerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    commitments = CommitmentSerializer(many=True)
    terms = TermSerializer(many=True)
    links = LinkSerializer(many=True)


class PageSerializer(Serializer[Any]):
    """The frame of every list."""

    next = serializers.URLField(allow_null=True, help_text="The page after this one")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one")


class AgreementPageSerializer(ClocksSerializer, PageSerializer):
    """One page of agreements, newest first."""

    count = serializers.IntegerField(required=False, help_text="Only with count=1")
    results = RowSerializer(many=True)


class PartySerializer(Serializer[Any]):
    """A state, an organisation or a de-facto state that signs."""

    code = CharField(help_text="ISO 3166-1 alpha-2, or XK, EU")
    iso3 = _maybe("ISO 3166-1 alpha-3")
    iso_numeric = _maybe("ISO 3166-1 numeric, three digits")
    name = CharField()
    kind = serializers.ChoiceField(Party.Kind.choices)
    region = CharField()
    capital = CharField()
    latitude = serializers.FloatField(help_text="Of the capital, in degrees")
    longitude = serializers.FloatField(help_text="Of the capital, in degrees")
    cow_code = serializers.IntegerField(allow_null=True, help_text="Correlates of War number")
    cow_abbreviation = _maybe("Correlates of War letters")


class FrameworkSerializer(Serializer[Any]):
    """A multilateral text that bilateral agreements hang from."""

    slug = CharField()
    title = CharField()
    adopted = CharField(help_text=_EDTF)
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
    atop = _maybe("Nearest variable of the ATOP dataset")
    dcad = _maybe("Nearest variable of the DCAD dataset")


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
        child=CharField(), required=False, help_text="The parameters there are"
    )
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
