"""Statements that somebody proposes and nobody has decided on yet: the shape of a draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a document from character `start` up to, not with, `end`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A work outside the archive; `is_opened` says whether somebody opened it to check."""

    text: str
    url: str = ""
    is_opened: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named editor holds, in the editor's own words."""

    text: str
    author_id: int


Source = Quote | Citation | Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    wording: str = ""
    confidence: float | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMilestone(_Proposed):
    """Something that happened or is expected; fields as in `models.Milestone`, `date` in EDTF."""

    ABOUT: ClassVar[str] = "milestone"
    kind: str
    date: str = ""
    is_expected: bool = False
    party: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCommitment(_Proposed):
    """What one owes the other, or what is excluded; fields as in `models.Commitment`."""

    ABOUT: ClassVar[str] = "commitment"
    type: str
    held: str = "made"
    direction: str = "not_stated"
    debtor: str | None = None
    creditor: str | None = None
    strength: str = "mentioned"
    condition: str = ""
    amount: Decimal | None = None
    currency: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTerm(_Proposed):
    """A plain property; fields as in `models.Term`."""

    ABOUT: ClassVar[str] = "term"
    name: str
    value: str


ProposedStatement = ProposedMilestone | ProposedCommitment | ProposedTerm
_KINDS: Final[Mapping[str, type[ProposedStatement]]] = {
    kind.ABOUT: kind for kind in (ProposedMilestone, ProposedCommitment, ProposedTerm)
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One agreement as one text tells of it: its two parties, in order, and statements about it."""

    parties: tuple[str, str]
    statements: tuple[ProposedStatement, ...]
    parties_quote: Quote | None = None
    parties_confidence: float | None = None
    salience: str = "main"

    def term(self, name: str) -> str | None:
        """Return the value of a term, or None where the proposal has none of that name."""
        for statement in self.statements:
            if isinstance(statement, ProposedTerm) and statement.name == name:
                return statement.value
        return None

    def without(self, left_out: frozenset[int]) -> "Proposal":
        """Return the proposal without the statements at these places."""
        kept = tuple(s for place, s in enumerate(self.statements) if place not in left_out)
        return Proposal(
            self.parties, kept, self.parties_quote, self.parties_confidence, self.salience
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `Draft.proposed` stores."""
        return {
            "parties": list(self.parties),
            "parties_quote": asdict(self.parties_quote) if self.parties_quote else None,
            "parties_confidence": self.parties_confidence,
            "salience": self.salience,
            "statements": [statement_to_json(statement) for statement in self.statements],
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Proposal":
        """Read what `Draft.proposed` stores."""
        first, second = stored["parties"]
        quote = stored.get("parties_quote")
        return Proposal(
            parties=(first, second),
            statements=tuple(statement_from_json(item) for item in stored["statements"]),
            parties_quote=Quote(**quote) if quote else None,
            parties_confidence=stored.get("parties_confidence"),
            salience=stored.get("salience", "main"),
        )


def statement_to_json(statement: ProposedStatement) -> dict[str, Any]:
    """Return what is stored of a statement: of its sources quotes and judgements, no citations."""
    fields = asdict(statement)
    quotes = [asdict(source) for source in statement.sources if isinstance(source, Quote)]
    judged = [asdict(source) for source in statement.sources if isinstance(source, Judgement)]
    del fields["sources"]
    if fields.get("amount") is not None:
        fields["amount"] = str(fields["amount"])
    sources = {"quotes": quotes} | ({"judgements": judged} if judged else {})
    return {"about": statement.ABOUT} | fields | sources


def statement_from_json(stored: Mapping[str, Any]) -> ProposedStatement:
    """Read what `statement_to_json` returned."""
    apart = ("about", "quotes", "judgements")
    fields = {name: value for name, value in stored.items() if name not in apart}
    if fields.get("amount") is not None:
        fields["amount"] = Decimal(fields["amount"])
    quotes = (Quote(**quote) for quote in stored["quotes"])
    judgements = (Judgement(**judged) for judged in stored.get("judgements", ()))
    return _KINDS[stored["about"]](**fields, sources=(*quotes, *judgements))
