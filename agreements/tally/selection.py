"""Which agreements of the tally a question asks for, and counts over them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Final

from agreements.models import Card, Status
from agreements.models.card import CardQuerySet
from agreements.tally.bits import bits_of, counts, rows_of
from agreements.tally.keeping import current
from agreements.tally.moments import Moments
from agreements.tally.owing import EXCLUDED, Owed
from agreements.tally.table import Tally

# Up to so many rows are sorted outright to find the newest.
_FEW: Final = 500
# Searches whose answers a tally remembers, and how many cards of one are fetched at once.
_SEARCHES: Final = 200
_CHUNK: Final = 5_000
_UNSIGNED: Final = (Status.PROPOSED, Status.NEGOTIATING, Status.AGREED)


@dataclass(frozen=True, slots=True)
class Selection:
    """Some agreements that existed in some way on a day; narrowed like `CardQuerySet`."""

    tally: Tally
    day: date
    known: int
    bits: int

    def of_any_party(self, codes: Sequence[str]) -> "Selection":
        """Keep agreements with any of these parties."""
        return self._any("party", codes)

    def between(self, codes: Sequence[str]) -> "Selection":
        """Keep agreements that have all of these parties."""
        parties = self.tally.columns.get("party", {})
        return self._and(reduce(int.__and__, (parties.get(code, 0) for code in codes), self.bits))

    def with_any_commitment(self, types: Sequence[str]) -> "Selection":
        """Keep agreements that hold any of these commitments."""
        return self._any("commitment", types)

    def with_any_commitment_as_firm(
        self, strengths: Sequence[str], types: Sequence[str]
    ) -> "Selection":
        """Keep agreements that hold any of these commitments so firmly; no types are all types."""
        by_type = self._so_firm(strengths)
        chosen = (by_type.get(type_, 0) for type_ in types) if types else by_type.values()
        return self._and(reduce(or_, chosen, 0))

    def of_any_kind(self, kinds: Sequence[str]) -> "Selection":
        """Keep agreements of any of these forms."""
        return self._any("kind", kinds)

    def standing_as(self, statuses: Sequence[str]) -> "Selection":
        """Keep agreements that stand in any of these ways on the day."""
        return self._and(reduce(or_, (self._standing(status) for status in statuses), 0))

    def signed_since(self, day: date) -> "Selection":
        """Keep agreements that may have been signed then or later."""
        return self._and(self.tally.signed_from.at(day.toordinal()))

    def signed_until(self, day: date) -> "Selection":
        """Keep agreements that may have been signed then or earlier."""
        return self._and(self.tally.signed_to.at(day.toordinal()))

    def surely_signed_by(self, day: date) -> "Selection":
        """Keep agreements that were signed then or earlier, whatever their dates can mean."""
        dated = self.tally.signed_to.at(date.max.toordinal())
        return self._and(dated & ~self.tally.signed_from.at(day.toordinal() + 1))

    def counts_surely_signed_by(self, days: Iterable[date]) -> list[int]:
        """Return how many `surely_signed_by` keeps of each day: the time strip asks of many."""
        dated = self.bits & self.tally.signed_to.at(date.max.toordinal())
        total, later = dated.bit_count(), self.tally.signed_from
        return [total - (dated & later.at(day.toordinal() + 1)).bit_count() for day in days]

    def with_words(self, searches: Sequence[str]) -> "Selection":
        """Keep agreements that any of these finds; the database looks, once for each version."""
        known = self.tally.searches
        key = tuple(searches)
        bits = known.get(key)
        if bits is None:
            found = CardQuerySet(Card).with_words(searches).order_by().values_list("pk", flat=True)
            bits = bits_of(self.tally.rows(found.iterator(chunk_size=_CHUNK)))
            if len(known) < _SEARCHES:
                known[key] = bits
        return self._and(bits)

    def on(self, day: date) -> "Selection":
        """Return all agreements of another day, as known at the same moment."""
        return _standing_on(replace(self, day=day, bits=self.known))

    def standing_on(self, day: date) -> "Selection":
        """Keep of these agreements those that existed on another day, as they stood then.

        That is all of them only if they were taken of all days: see `ever`.
        """
        return _standing_on(replace(self, day=day))

    def both(self, other: "Selection") -> "Selection":
        """Keep those that the other selection has too."""
        return self._and(other.bits)

    def happened(self, what: str, first: date, last: date) -> "Selection":
        """Keep agreements that were `signed`, came `in_force`, were `changed` or `ended` then.

        Up to the day that the selection is of: what came later is left out.
        """
        moments = self.tally.happened.get(what, Moments.empty())
        then = moments.between(first.toordinal(), min(last, self.day).toordinal())
        return self._and(then & self._by_then(what))

    def signed_in_no_certain_year(self) -> "Selection":
        """Keep agreements of which no year of signing is told, or one of several."""
        signed = self.tally.happened.get("signed", Moments.empty())
        every = signed.between(date.min.toordinal(), date.max.toordinal())
        return self._and(self._by_then("signed") & ~every)

    def moments(
        self, what: str, days: tuple[date, date], needed: int
    ) -> list[tuple[date, int, int]]:
        """Return (day, agreement's number, card's number) of what happened last, newest first.

        So many as are needed, where there are so many, and all others of the last one's day.
        """
        moments = self.tally.happened.get(what, Moments.empty())
        between = (days[0].toordinal(), min(days[1], self.day).toordinal())
        found = {
            (day, self.tally.agreements[row], self.tally.cards[row])
            for day, row in moments.newest(self._by_then(what), between, needed)
        }
        ordered = sorted(found, reverse=True)
        return [(date.fromordinal(day), number, card) for day, number, card in ordered]

    def count(self) -> int:
        """Return how many there are."""
        return self.bits.bit_count()

    def count_by(self, column: str) -> dict[str, int]:
        """Return {value of `party`, `commitment` or `kind`: number}, zero counts left out."""
        return counts(self.bits, self.tally.columns.get(column, {}))

    def count_as_firm(self, strengths: Sequence[str]) -> dict[str, int]:
        """Return {commitment type: how many hold it so firmly}, zero counts left out."""
        return counts(self.bits, self._so_firm(strengths))

    def count_by_status(self) -> dict[str, int]:
        """Return {status on the day: number}, zero counts left out."""
        return counts(self.bits, {status: self._standing(status) for status in Status.values})

    def cards(self) -> list[int]:
        """Return the cards' numbers, the oldest first."""
        return [self.tally.cards[row] for row in rows_of(self.bits)]

    def agreements(self) -> list[int]:
        """Return the agreements' numbers, in no order."""
        return [self.tally.agreements[row] for row in rows_of(self.bits)]

    def newest(self, number: int) -> list[int]:
        """Return the numbers of so many cards, in the order of a list: newest first."""
        tally, bits = self.tally, self.bits
        if self.count() > _FEW:
            bits &= ~tally.ordered.at(self._last_day_with(number) - 1)
        found = sorted(
            rows_of(bits),
            key=lambda row: (tally.order_days[row], tally.agreements[row]),
            reverse=True,
        )
        return [tally.cards[row] for row in found[:number]]

    def _by_then(self, what: str) -> int:
        """Return the rows without those whose date of signing has begun, but not come."""
        if what != "signed":
            return self.bits
        return self.bits & ~reduce(or_, (self._standing(status) for status in _UNSIGNED), 0)

    def _last_day_with(self, number: int) -> int:
        """Return the last day from which on there are so many; there must be more than that."""
        days = range(1, date.max.toordinal())
        needed = self.count() - number
        passed = bisect_right(
            days, needed, key=lambda day: (self.bits & self.tally.ordered.at(day)).bit_count()
        )
        return days[passed]

    def _standing(self, status: str) -> int:
        line = self.tally.standing.get(status)
        return line.at(self.day.toordinal()) if line else 0

    def _so_firm(self, strengths: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for word, rows in self.tally.columns.get("owed", {}).items():
            way, strength, type_ = Owed.read(word)
            if way != EXCLUDED and strength in strengths:
                found[type_] = found.get(type_, 0) | rows
        return found

    def _any(self, column: str, values: Iterable[str]) -> "Selection":
        sets = self.tally.columns.get(column, {})
        return self._and(reduce(or_, (sets.get(value, 0) for value in values), 0))

    def _and(self, bits: int) -> "Selection":
        return replace(self, bits=self.bits & bits)


def select(day: date, *, known_at: datetime | None = None, among: Tally | None = None) -> Selection:
    """Return the agreements that existed in some way on `day`, as known at that moment.

    `among` is the tally to ask, for whoever asks several times: without it, the current one.
    """
    return _standing_on(ever(day, known_at=known_at, among=among))


def ever(day: date, *, known_at: datetime | None = None, among: Tally | None = None) -> Selection:
    """Return all agreements known at that moment, whether or not they existed on `day`."""
    asked = among or current()
    known = asked.known_at(known_at)
    return Selection(asked, day, known, known)


def _standing_on(selection: Selection) -> Selection:
    return selection.standing_as(Status.values)
