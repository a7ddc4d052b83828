"""Find what a proposal is about: an agreement of the record, or a draft that waits already."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from agreements import codebook
from agreements.edtf import EdtfError, bounds
from agreements.models import Card, Draft
from agreements.proposal import Proposal, ProposedMilestone

# How much each likeness speaks for one agreement rather than a new one. Judgement, tried on news
# of the reference data's pairs: a pair alone is never enough, form and telling words or a date are.
_SAME_KIND: Final = 0.35
_NEAR_KIND: Final = 0.3
_KIND_UNSAID: Final = 0.2
_TITLE_WORDS: Final = 0.3
_TITLE_UNTELLING: Final = 0.15
_BOTH_SIGNED: Final = 0.15
_DATE_FITS: Final = 0.4
_DATE_CLASHES: Final = -0.6
_TOLD_AS_COMING: Final = -0.5
_ENOUGH: Final = 0.5
# A pact told of as still to come is hardly the one that was signed longer ago than this.
_STILL_NEWS: Final = timedelta(days=120)
# Two texts further apart than this hardly tell the same news.
_SAME_NEWS: Final = timedelta(days=60)
# Forms that news takes for one another.
_NEAR_KINDS: Final = (
    frozenset({"security_agreement", "security_guarantees", "mutual_defence_treaty"}),
    frozenset({"defence_cooperation", "partnership", "declaration", "memorandum"}),
    frozenset({"status_of_forces", "reciprocal_access"}),
)
_PAST: Final = frozenset(
    {"signed", "ratified", "entered_into_force", "suspended", "terminated", "expired"}
)
_LOOKED_AT: Final = ("agreement", "kind", "title", "signed", "signed_earliest", "signed_latest")
_EMPTY_WORDS: Final = frozenset(
    {"a", "an", "and", "between", "concerning", "for", "in", "its", "of", "on", "the", "to", "with"}
    | {"accord", "accords", "agreement", "agreements", "arrangement", "deal", "deals", "document"}
    | {"new", "pact", "pacts", "s", "similar", "such", "treaties", "treaty", "u", "uk", "us"}
)


@dataclass(frozen=True, slots=True)
class Match:
    """An agreement that a proposal may be about, and how much speaks for it (0 to about 1)."""

    agreement_id: int
    key: str
    title: str
    signed: str
    score: float

    @property
    def is_likely(self) -> bool:
        """Tell whether it is more likely this agreement than a new one."""
        return self.score >= _ENOUGH


@dataclass(frozen=True, slots=True)
class _Known:
    """What likeness looks at in an agreement or in a draft."""

    kind: str
    title: str
    signed: tuple[str, ...]
    signed_earliest: date | None
    signed_latest: date | None


class PairMatcher:
    """Tells what proposals of one pair may be about; two queries for any number of proposals."""

    def __init__(
        self, parties: tuple[str, str], party_names: Mapping[str, str] | None = None
    ) -> None:
        """Read what the record has of the two, in either order; names too, where not given."""
        first, second = sorted(parties)
        cards = Card.objects.filter(
            known_to=None, agreement__first_party=first, agreement__second_party=second
        )
        self._cards = list(cards.only(*_LOOKED_AT))
        self._names = _party_words(parties, party_names)

    @property
    def agreements(self) -> frozenset[int]:
        """The numbers of the pair's agreements."""
        return frozenset(card.agreement_id for card in self._cards)

    def matches(self, proposal: Proposal, *, published: date | None = None) -> list[Match]:
        """Return the pair's agreements, the likeliest first."""
        found = [
            Match(
                agreement_id=card.agreement_id,
                key=f"A-{card.agreement_id}",
                title=card.title,
                signed=card.signed,
                score=round(_score(proposal, _card(card), self._names, published), 3),
            )
            for card in self._cards
        ]
        return sorted(found, key=lambda match: (-match.score, match.agreement_id))


def find_matches(
    proposal: Proposal,
    *,
    published: date | None = None,
    party_names: Mapping[str, str] | None = None,
) -> list[Match]:
    """Return the agreements of the same pair, the likeliest first; one query, one for the names."""
    return PairMatcher(proposal.parties, party_names).matches(proposal, published=published)


def find_head(
    proposal: Proposal,
    *,
    document_id: int,
    published: date | None,
    match: int | None,
    party_names: Mapping[str, str] | None = None,
) -> int | None:
    """Return the waiting draft of another text that tells of the same agreement, if there is one.

    `match` is the agreement that the proposal is likely about: a draft about another one, or about
    none, is not its head. One query, one for the names where they are not given.
    """
    names = _party_words(proposal.parties, party_names)
    waiting = Draft.objects.filter(
        state=Draft.State.OPEN, head=None, match=match, pair=Draft.pair_of(proposal.parties)
    ).exclude(document=document_id)
    rows = waiting.order_by("created_at", "pk").values_list("pk", "proposed", "document__published")
    for number, proposed, other in rows:
        is_near = not (published and other) or abs(published - other) <= _SAME_NEWS
        if is_near and (match or _is_like(proposal, proposed, names, published)):
            return number
    return None


def _is_like(
    proposal: Proposal, proposed: Mapping[str, Any], names: frozenset[str], published: date | None
) -> bool:
    told = _told(Proposal.from_json(proposed))
    return _score(proposal, told, names, published) >= _ENOUGH


def _card(card: Card) -> _Known:
    signed = (card.signed,) if card.signed else ()
    return _Known(card.kind, card.title, signed, card.signed_earliest, card.signed_latest)


def _told(proposal: Proposal) -> _Known:
    return _Known(
        kind=proposal.term("kind") or "",
        title=proposal.term("title") or "",
        signed=tuple(_signed_dates(proposal)),
        signed_earliest=None,
        signed_latest=None,
    )


def _party_words(
    codes: tuple[str, str], party_names: Mapping[str, str] | None = None
) -> frozenset[str]:
    names = codebook.party_names() if party_names is None else party_names
    return _words(" ".join(names[code] for code in codes if code in names))


def _signed_dates(proposal: Proposal) -> Iterable[str]:
    return (
        s.date
        for s in proposal.statements
        if isinstance(s, ProposedMilestone) and s.kind == "signed" and s.date
    )


def _score(
    proposal: Proposal, known: _Known, names: frozenset[str], published: date | None
) -> float:
    likeness = (
        _kind_score(proposal.term("kind"), known.kind),
        _title_score(_words(proposal.term("title") or "") - names, _words(known.title)),
        _date_score(tuple(_signed_dates(proposal)), known.signed),
        _progress_score(proposal, known, published),
    )
    return sum(likeness)


def _kind_score(told: str | None, known: str) -> float:
    if told is None:
        return _KIND_UNSAID
    if told == known:
        return _SAME_KIND
    return _NEAR_KIND if any({told, known} <= near for near in _NEAR_KINDS) else 0.0


def _title_score(told: frozenset[str], known: frozenset[str]) -> float:
    return _TITLE_WORDS * len(told & known) / len(told) if told else _TITLE_UNTELLING


def _date_score(told: tuple[str, ...], known: tuple[str, ...]) -> float:
    if not told or not known:
        return 0.0
    return _DATE_FITS if any(_fits(a, b) for a in told for b in known) else _DATE_CLASHES


def _progress_score(proposal: Proposal, known: _Known, published: date | None) -> float:
    """Count for an agreement as far along as told; against one signed long before, or after."""
    if known.signed_latest is None or known.signed_earliest is None:
        return 0.0
    milestones = (s for s in proposal.statements if isinstance(s, ProposedMilestone))
    if any(m.kind in _PAST and not m.is_expected for m in milestones):
        is_later = published is not None and known.signed_earliest > published
        return _DATE_CLASHES if is_later else _BOTH_SIGNED
    is_old = published is not None and published - known.signed_latest > _STILL_NEWS
    return _TOLD_AS_COMING if is_old else 0.0


def _fits(one: str, other: str) -> bool:
    """Tell whether two EDTF dates can be the same day; X fits any digit."""
    try:
        if not bounds(one).meet(bounds(other)):
            return False
    except EdtfError:
        return False
    digits = zip(one.rstrip("?~%"), other.rstrip("?~%"), strict=False)
    return all(a == b or "X" in (a, b) for a, b in digits)


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold().replace("defense", "defence"))
    return frozenset(words) - _EMPTY_WORDS
