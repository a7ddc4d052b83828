"""The same answers the plain way: Django REST framework's serializers over models."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from agreements.models import (
    Agreement,
    Commitment,
    Evidence,
    Party,
    Rank,
    StatusSpan,
)
from agreements.models.milestone import MilestoneKind


class PartySerializer(serializers.ModelSerializer[Party]):
    """A party by its code."""

    class Meta:
        model = Party
        fields = ["code", "name"]


class RowCommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """A commitment in a list."""

    type = serializers.CharField(source="type_id")
    debtor = serializers.CharField(source="debtor_id")
    creditor = serializers.CharField(source="creditor_id")

    class Meta:
        model = Commitment
        fields = ["type", "held", "direction", "debtor", "creditor", "strength", "rank"]


class RowSerializer(serializers.ModelSerializer[Agreement]):
    """An agreement in a list."""

    status = serializers.CharField()
    title = serializers.SerializerMethodField()
    kind = serializers.SerializerMethodField()
    parties = serializers.SerializerMethodField()
    framework = serializers.CharField(source="framework_id")
    signed = serializers.SerializerMethodField()
    in_force_from = serializers.SerializerMethodField()
    ended = serializers.SerializerMethodField()
    duration_years = serializers.SerializerMethodField()
    legally_binding = serializers.SerializerMethodField()
    commitments = RowCommitmentSerializer(source="open_commitments", many=True)
    is_doubtful = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields: Sequence[str] = [
            "status", "key", "title", "kind", "parties", "framework", "signed", "in_force_from",
            "ended", "duration_years", "legally_binding", "commitments", "is_doubtful",
        ]  # fmt: skip

    def get_title(self, agreement: Any) -> str | None:
        return _term(agreement, "title")

    def get_kind(self, agreement: Any) -> str | None:
        return _term(agreement, "kind")

    def get_parties(self, agreement: Any) -> Any:
        both = [agreement.first_party, agreement.second_party]
        return PartySerializer(both, many=True).data

    def get_signed(self, agreement: Any) -> str | None:
        return _day(agreement, MilestoneKind.SIGNED)

    def get_in_force_from(self, agreement: Any) -> str | None:
        return _day(agreement, MilestoneKind.ENTERED_INTO_FORCE)

    def get_ended(self, agreement: Any) -> str | None:
        return _day(agreement, MilestoneKind.TERMINATED, MilestoneKind.EXPIRED)

    def get_duration_years(self, agreement: Any) -> int | None:
        years = _term(agreement, "duration_years")
        return int(years) if years else None

    def get_legally_binding(self, agreement: Any) -> bool | None:
        told = _term(agreement, "legally_binding")
        return None if told is None else told == "true"

    def get_is_doubtful(self, agreement: Any) -> bool:
        return any(term.name == "doubt" for term in agreement.open_terms)


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A quote and where it stands."""

    document = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = ["quote", "start", "end", "document"]

    def get_document(self, evidence: Any) -> Any:
        return DocumentSerializer(evidence.document).data


class DocumentSerializer(serializers.Serializer[Any]):
    """An archived text."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    published = serializers.DateField()
    url = serializers.SerializerMethodField()

    def get_url(self, document: Any) -> str | None:
        return document.url or None


class ProvenSerializer(serializers.Serializer[Any]):
    """What every statement has."""

    rank = serializers.CharField()
    wording = serializers.SerializerMethodField()
    known_from = serializers.DateTimeField()
    evidence = EvidenceSerializer(source="open_evidence", many=True)

    def get_wording(self, statement: Any) -> str | None:
        return statement.wording or None


class MilestoneSerializer(ProvenSerializer):
    """Something that happened."""

    kind = serializers.CharField()
    date = serializers.SerializerMethodField()
    earliest = serializers.DateField()
    latest = serializers.DateField()
    is_expected = serializers.BooleanField()
    party = serializers.CharField(source="party_id")
    place = serializers.SerializerMethodField()

    def get_date(self, milestone: Any) -> str | None:
        return milestone.date or None

    def get_place(self, milestone: Any) -> str | None:
        return milestone.place or None


class CommitmentSerializer(ProvenSerializer):
    """What one owes the other."""

    type = serializers.CharField(source="type_id")
    held = serializers.CharField()
    direction = serializers.CharField()
    debtor = serializers.CharField(source="debtor_id")
    creditor = serializers.CharField(source="creditor_id")
    strength = serializers.CharField()
    condition = serializers.SerializerMethodField()
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    currency = serializers.SerializerMethodField()
    period = serializers.SerializerMethodField()

    def get_condition(self, commitment: Any) -> str | None:
        return commitment.condition or None

    def get_currency(self, commitment: Any) -> str | None:
        return commitment.currency or None

    def get_period(self, commitment: Any) -> str | None:
        return commitment.period or None


class TermSerializer(ProvenSerializer):
    """A plain property."""

    name = serializers.CharField()
    value = serializers.CharField()


class LinkSerializer(ProvenSerializer):
    """A relation to another agreement."""

    kind = serializers.CharField()
    target = serializers.SerializerMethodField()

    def get_target(self, link: Any) -> str:
        return f"A-{link.target_id}"


class SpanSerializer(serializers.Serializer[Any]):
    """Days of one status."""

    status = serializers.CharField()

    def to_representation(self, span: Any) -> dict[str, Any]:
        return {"status": span.status, "from": span.first_day, "to": span.end_day}


class ItemSerializer(RowSerializer):
    """An agreement with all that is held of it."""

    status_history = serializers.SerializerMethodField()
    milestones = MilestoneSerializer(source="open_milestones", many=True)
    commitments = CommitmentSerializer(source="open_commitments", many=True)  # type: ignore[assignment]  # says more here
    terms = TermSerializer(source="open_terms", many=True)
    links = LinkSerializer(source="open_links", many=True)

    class Meta(RowSerializer.Meta):
        fields = [*RowSerializer.Meta.fields, "status_history", "milestones", "terms", "links"]

    def get_status_history(self, agreement: Any) -> Any:
        spans = StatusSpan.objects.filter(card__agreement=agreement, card__known_to=None)
        return SpanSerializer(spans, many=True).data


def _term(agreement: Any, name: str) -> str | None:
    for term in agreement.open_terms:
        if term.name == name and term.rank == Rank.PREFERRED:
            value: str = term.value
            return value
    return None


def _day(agreement: Any, *kinds: str) -> str | None:
    for kind in kinds:
        for each in agreement.open_milestones:
            if each.kind == kind and each.rank == Rank.PREFERRED and not each.is_expected:
                return each.date or None
    return None
