"""Drafts as programs propose and read them: the record's own words, each value with its quote."""

from typing import Any, Final

from rest_framework import serializers
from rest_framework.serializers import CharField, Serializer

from agreements.api.statement_shapes import DocumentSerializer
from agreements.deciding import REASONS
from agreements.models import Commitment, Decision, Draft, MilestoneKind, Strength, TermName
from agreements.strictness import StrictSerializer

MOST_VALUES: Final = 200
_EDTF: Final = "EDTF: 2024, 2024-06, 2024-06-13, 199X, 2024-03~"


# What may be wanted of a draft, and what each of it takes and needs.
_FIELDS: Final[dict[Decision.Verb, set[str]]] = {
    Decision.Verb.APPROVE: {"agreement", "left_out", "speaking", "keeping"},
    Decision.Verb.REJECT: {"reason", "details"},
    Decision.Verb.DEFER: {"until", "details"},
    Decision.Verb.DUPLICATE: {"agreement", "draft"},
    Decision.Verb.SEND_BACK: {"details"},
}
_NEEDED: Final[dict[Decision.Verb, set[str]]] = {
    Decision.Verb.APPROVE: {"agreement"},
    Decision.Verb.REJECT: {"reason"},
    Decision.Verb.DEFER: {"until"},
    Decision.Verb.SEND_BACK: {"details"},
}
ASKED_VERBS: Final = [(verb.value, verb.value) for verb in _FIELDS]


def _text(longest: int, help_text: str = "") -> CharField:
    """Return a text that may be absent, which answers tell as null; empty is taken for it too."""
    return CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        max_length=longest,
        help_text=help_text,
    )


def _code(help_text: str) -> CharField:
    return CharField(
        required=False, allow_null=True, default=None, max_length=2, help_text=help_text
    )


class WordsSerializer(StrictSerializer[Any]):
    """A place in the document, counted in Unicode characters, and the exact words there."""

    quote = CharField(max_length=20_000, trim_whitespace=False)
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)


class ValueSerializer(StrictSerializer[Any]):
    """What all values have: the words that prove them, and how sure their finder is."""

    wording = _text(2000, "The source's words, where they differ from the value")
    confidence = serializers.FloatField(
        required=False, allow_null=True, default=None, min_value=0, max_value=1
    )
    evidence = serializers.ListField(child=WordsSerializer(), min_length=1, max_length=20)


class ProposedTermSerializer(ValueSerializer):
    """A plain property."""

    name = serializers.ChoiceField(TermName.choices)
    value = CharField(max_length=2000)


class ProposedMilestoneSerializer(ValueSerializer):
    """Something that happened, or is expected to."""

    kind = serializers.ChoiceField(MilestoneKind.choices)
    date = _text(40, _EDTF)
    is_expected = serializers.BooleanField(required=False, default=False)
    party = _code("Who ratified")
    place = _text(200)


class ProposedCommitmentSerializer(ValueSerializer):
    """What one party owes the other, or what the agreement expressly does not hold."""

    type = CharField(max_length=40, help_text="A code of /commitment-types")
    held = serializers.ChoiceField(
        Commitment.Holding.choices, required=False, default=Commitment.Holding.MADE
    )
    direction = serializers.ChoiceField(
        Commitment.Direction.choices, required=False, default=Commitment.Direction.NOT_STATED
    )
    debtor = _code("A party's code; only where direction is one_way")
    creditor = _code("A party's code; only where direction is one_way")
    strength = serializers.ChoiceField(Strength.choices, required=False, default=Strength.MENTIONED)
    condition = _text(2000, "When it applies")
    amount = serializers.DecimalField(
        required=False, allow_null=True, default=None, max_digits=20, decimal_places=2
    )
    currency = _text(3, "ISO 4217")
    period = _text(100, "What time the sum is for")


class SentDocumentSerializer(StrictSerializer[Any]):
    """The document that is quoted: the `id` of an archived one, or its `text`, to be archived."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    text = CharField(
        required=False, trim_whitespace=False, help_text="The whole text, at most 2 MB as UTF-8"
    )
    url = serializers.URLField(
        required=False, allow_blank=True, allow_null=True, default=None, max_length=2000
    )
    title = _text(500)
    publisher = _text(200)
    published = serializers.DateField(required=False, allow_null=True, default=None)
    language = _text(12, "BCP 47, like en")


class ProposalSerializer(StrictSerializer[Any]):
    """An agreement of two parties as one document tells of it."""

    document = SentDocumentSerializer()
    parties = serializers.ListField(child=CharField(max_length=2), min_length=2, max_length=2)
    parties_quote = WordsSerializer(required=False, allow_null=True, default=None)
    terms = serializers.ListField(
        child=ProposedTermSerializer(), required=False, default=list, max_length=MOST_VALUES
    )
    milestones = serializers.ListField(
        child=ProposedMilestoneSerializer(), required=False, default=list, max_length=MOST_VALUES
    )
    commitments = serializers.ListField(
        child=ProposedCommitmentSerializer(), required=False, default=list, max_length=MOST_VALUES
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for something that could be published."""
        if not (attrs["terms"] or attrs["milestones"] or attrs["commitments"]):
            told = "Propose at least one value: a term, a milestone or a commitment."
            raise serializers.ValidationError(told)
        return attrs


class DraftRowSerializer(Serializer[Any]):
    """A draft in a list."""

    id = serializers.IntegerField()
    href = CharField()
    state = serializers.ChoiceField(Draft.State.choices)
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(Draft.Kind.choices, help_text="What it would do to the record")
    urgency = serializers.IntegerField(help_text="1 comes first, 4 last")
    score = serializers.FloatField()
    parties = serializers.ListField(child=CharField())
    agreement = CharField(allow_null=True, help_text="The agreement that it may be about")
    document = DocumentSerializer()
    reader = CharField(help_text="Which reader, or whose program, proposes it")
    behind = serializers.IntegerField(
        allow_null=True, help_text="The draft of another text for which it waits"
    )
    deferred_until = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class NumberedTermSerializer(ProposedTermSerializer):
    """A term of a draft; a decision calls it by `number`."""

    number = serializers.IntegerField()


class NumberedMilestoneSerializer(ProposedMilestoneSerializer):
    """A milestone of a draft; a decision calls it by `number`."""

    number = serializers.IntegerField()


class NumberedCommitmentSerializer(ProposedCommitmentSerializer):
    """A commitment of a draft; a decision calls it by `number`."""

    number = serializers.IntegerField()


class DraftSerializer(DraftRowSerializer):
    """A draft with its editor's layer: what approving it publishes, but for what is left out."""

    parties_quote = WordsSerializer(allow_null=True)
    terms = NumberedTermSerializer(many=True)
    milestones = NumberedMilestoneSerializer(many=True)
    commitments = NumberedCommitmentSerializer(many=True)
    left_out = serializers.ListField(child=serializers.IntegerField())
    contradicted = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Numbers that a decision must name if it goes onto `agreement`",
    )


class DraftPageSerializer(Serializer[Any]):
    """One page of drafts, the newest first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DraftRowSerializer(many=True)


class DecisionInSerializer(StrictSerializer[Any]):
    """What is to become of a draft; which fields count goes by the verb."""

    verb = serializers.ChoiceField(ASKED_VERBS)
    agreement = CharField(
        required=False,
        allow_null=True,
        max_length=20,
        help_text="approve: onto which, null for a new one; duplicate: of which",
    )
    draft = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="duplicate: of which draft"
    )
    left_out = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10_000),
        required=False,
        help_text="approve: the numbers of values that are not published",
    )
    speaking = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10_000),
        required=False,
        help_text="approve: the numbers of values preferred to what contradicts them",
    )
    keeping = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10_000),
        required=False,
        help_text="approve: the numbers of values that stand beside what contradicts them",
    )
    reason = serializers.ChoiceField(list(REASONS), required=False, help_text="reject: why")
    details = CharField(
        required=False, allow_blank=True, max_length=2000, help_text="send_back: what is to be done"
    )
    until = serializers.DateField(required=False, help_text="defer: the day it comes back")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for what the verb needs."""
        verb = Decision.Verb(attrs["verb"])
        if strange := set(attrs) - {"verb"} - _FIELDS[verb]:
            told = f"{verb} has no such field."
            raise serializers.ValidationError(dict.fromkeys(sorted(strange), told))
        for name in sorted(_NEEDED.get(verb, set()) - set(attrs)):
            raise serializers.ValidationError({name: f"{verb} needs it."})
        is_clear = ("agreement" in attrs) != ("draft" in attrs)
        if verb == Decision.Verb.DUPLICATE and not is_clear:
            raise serializers.ValidationError({"draft": "Name a draft or an agreement."})
        return attrs


class MadeDecisionSerializer(Serializer[Any]):
    """A decision as it was made; the verb `second` passes a draft on to another editor."""

    id = serializers.IntegerField()
    verb = serializers.ChoiceField(Decision.Verb.choices)
    draft = serializers.IntegerField()
    agreement = CharField(allow_null=True)
    editor = CharField(help_text="The owner of the key")
    key = CharField(help_text="The handle of the key it was made by")
    at = serializers.DateTimeField()
