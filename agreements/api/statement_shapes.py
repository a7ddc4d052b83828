"""The shapes of statements and what stands behind them, for the published schema alone."""

from typing import Any, Final

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.history import Change
from agreements.models import (
    Commitment,
    Decision,
    Link,
    MilestoneKind,
    Rank,
    Strength,
    TermName,
)

EDTF: Final = "EDTF: 2024, 2024-06, 2024-06-13, 199X, 2024-03~"
_WITH_EVIDENCE: Final = "Only with expand=evidence"


def maybe(help_text: str = "", *, required: bool = True) -> CharField:
    """Return a text that may be null."""
    return CharField(allow_null=True, help_text=help_text, required=required)


class DocumentSerializer(Serializer[Any]):
    """An archived text."""

    id = serializers.IntegerField()
    title = maybe()
    publisher = maybe()
    published = serializers.DateField(allow_null=True)
    url = maybe()


class QuoteSerializer(Serializer[Any]):
    """Evidence: a place in an archived text, counted in characters, and the exact words there."""

    quote = CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    document = DocumentSerializer()


class CitationSerializer(Serializer[Any]):
    """Evidence: a work outside the archive; `is_opened` tells whether somebody has looked."""

    citation = CharField()
    url = maybe()
    is_opened = serializers.BooleanField(allow_null=True)
    note = maybe()


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


class DecisionSerializer(Serializer[Any]):
    """Who decided that something is held, and when."""

    verb = serializers.ChoiceField(Decision.Verb.choices)
    by = serializers.ChoiceField(
        ["an editor", "the house"], help_text="Who it was stays unsaid; the house loads data"
    )
    at = serializers.DateTimeField()


class StatementSerializer(Serializer[Any]):
    """What all statements have."""

    rank = serializers.ChoiceField(Rank.choices, help_text="Contested ones differ from preferred")
    wording = maybe("The source's words, where they differ from the value")
    known_from = serializers.DateTimeField(help_text="Since when we have held it")
    evidence = EvidenceField()
    decision = DecisionSerializer(required=False, help_text=_WITH_EVIDENCE)


class MilestoneSerializer(StatementSerializer):
    """Something that happened, or is expected to."""

    kind = serializers.ChoiceField(MilestoneKind.choices)
    date = maybe(EDTF)
    earliest = serializers.DateField(allow_null=True, help_text="First day the date can mean")
    latest = serializers.DateField(allow_null=True, help_text="Last day the date can mean")
    is_expected = serializers.BooleanField()
    party = maybe("Who ratified")
    place = maybe()


class RowCommitmentSerializer(Serializer[Any]):
    """What one party owes the other, or what the agreement expressly does not hold."""

    type = CharField(help_text="A code of /commitment-types")
    held = serializers.ChoiceField(Commitment.Holding.choices)
    direction = serializers.ChoiceField(Commitment.Direction.choices)
    debtor = maybe("A party's code; null unless direction is one_way")
    creditor = maybe("A party's code; null unless direction is one_way")
    strength = serializers.ChoiceField(Strength.choices)
    rank = serializers.ChoiceField(Rank.choices)
    condition = maybe(_WITH_EVIDENCE, required=False)
    amount = maybe(_WITH_EVIDENCE, required=False)
    currency = maybe(_WITH_EVIDENCE, required=False)
    period = maybe(_WITH_EVIDENCE, required=False)
    wording = maybe(_WITH_EVIDENCE, required=False)
    known_from = serializers.DateTimeField(required=False, help_text=_WITH_EVIDENCE)
    evidence = EvidenceField(required=False)
    decision = DecisionSerializer(required=False)


class CommitmentSerializer(StatementSerializer, RowCommitmentSerializer):
    """A commitment with its evidence."""

    condition = maybe("When it applies")
    amount = maybe("A sum, as a decimal number in text")
    currency = maybe("ISO 4217")
    period = maybe("What time the sum is for")


class TermSerializer(StatementSerializer):
    """A plain property."""

    name = serializers.ChoiceField(TermName.choices)
    value = CharField(help_text="true or false, a number, USD 60000000000, scheme:value, or text")


class LinkSerializer(StatementSerializer):
    """What the agreement is to another one."""

    kind = serializers.ChoiceField(Link.Kind.choices)
    target = CharField(help_text="The other agreement's key")
    title = maybe("What the other is called; only with expand=links", required=False)


class RowLinkSerializer(LinkSerializer):
    """The same in a list, without the reasons unless these are asked for."""

    wording = maybe(_WITH_EVIDENCE, required=False)
    known_from = serializers.DateTimeField(required=False, help_text=_WITH_EVIDENCE)
    evidence = EvidenceField(required=False)


class LinkedFromSerializer(Serializer[Any]):
    """What another agreement says that it is to this one."""

    kind = serializers.ChoiceField(Link.Kind.choices)
    agreement = CharField(help_text="The other agreement's key")
    rank = serializers.ChoiceField(Rank.choices)
    title = maybe("What the other is called")


class ChangeSerializer(Serializer[Any]):
    """What became of one statement from the version before to this one."""

    change = serializers.ChoiceField([change.value for change in Change])
    statement = serializers.ChoiceField(["milestone", "commitment", "term", "link"])
    before = serializers.DictField(allow_null=True, help_text="As a statement, without evidence")
    after = serializers.DictField(allow_null=True, help_text="As a statement, without evidence")
    evidence_gained = EvidenceField()
    evidence_lost = EvidenceField()


class VersionSerializer(Serializer[Any]):
    """The record of an agreement as a decision left it."""

    version = serializers.IntegerField(help_text="From 1, the oldest")
    decision = DecisionSerializer()
    reason = maybe("Why, where a reason was given")
    other = maybe("The key of the agreement that the decision was about, if not this one")
    is_held = serializers.BooleanField(help_text="Whether anything was held of it from then on")
    changes = ChangeSerializer(many=True)
