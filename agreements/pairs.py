"""Pairs of parties: what two have with each other, counted in the tally."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from agreements.models import Card, Link, Rank
from agreements.models.statements import held_at
from agreements.tally import Selection

_SIGNED_COLUMNS: Final = ("agreement_id", "title", "signed")

Codes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Signature:
    """The agreement that was signed last, and when (EDTF)."""

    key: str
    title: str
    signed: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What one agreement of the pair is to another agreement."""

    agreement: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties by code, in order, and what they have; `commitments` counts agreements."""

    parties: Codes
    own: Selection
    last_signed: Signature | None = None
    links: list[Tie] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name of the pair, in the order of its codes."""
        return "-".join(self.parties)


def read_key(key: str) -> Codes | None:
    """Return the codes that a pair's name has, in their order; None for what is no such name."""
    one, _, other = key.partition("-")
    first, second = sorted((one, other))
    return (first, second) if first and first != second else None


def some(
    found: Selection, number: int, *, after: Codes | None = None, before: Codes | None = None
) -> list[Codes]:
    """Return so many pairs at most that have any of these agreements, by code.

    Those after a pair; or those before one, from there backwards.
    """
    columns = found.tally.columns.get("party", {})
    sets = {code: bits & found.bits for code, bits in columns.items() if bits & found.bits}
    ordered = sorted(sets, reverse=before is not None)
    walk = ((one, other) for one in ordered for other in ordered if one < other)
    if before is not None:
        walk = (pair for pair in walk if pair < before)
    if after is not None:
        walk = (pair for pair in walk if pair > after)
    return list(islice((pair for pair in walk if sets[pair[0]] & sets[pair[1]]), number))


def count(found: Selection) -> int:
    """Return how many pairs have any of these agreements."""
    return len(some(found, sys.maxsize))


def read(found: Selection, codes: Sequence[Codes], *, known_at: datetime | None) -> list[Pair]:
    """Return what these pairs have among the agreements; two queries, however many pairs."""
    owns = {pair: found.between(pair) for pair in codes}
    signed = _last_signed(owns)
    links = _links(owns, known_at)
    return [Pair(pair, own, signed.get(pair), links[pair]) for pair, own in owns.items()]


def _last_signed(owns: Mapping[Codes, Selection]) -> dict[Codes, Signature]:
    """Return the last signature of each pair that has one by the day."""
    newest = {}
    for pair, own in owns.items():
        for number in own.surely_signed_by(own.day).newest(1):
            newest[number] = pair
    cards = Card.objects.filter(pk__in=list(newest)).only(*_SIGNED_COLUMNS)
    return {
        newest[card.pk]: Signature(f"A-{card.agreement_id}", card.title, card.signed)
        for card in cards
    }


def _links(
    owns: Mapping[Codes, Selection], known_at: datetime | None
) -> defaultdict[Codes, list[Tie]]:
    """Return what agreements of each pair are to others."""
    pairs = {number: pair for pair, own in owns.items() for number in own.agreements()}
    rows = Link.objects.filter(held_at(known_at), agreement__in=list(pairs)).exclude(
        rank=Rank.WITHDRAWN
    )
    found: defaultdict[Codes, list[Tie]] = defaultdict(list)
    for number, kind, target in rows.order_by("pk").values_list("agreement", "kind", "target"):
        found[pairs[number]].append(Tie(f"A-{number}", kind, f"A-{target}"))
    return found
