"""The tally's rows and sets, and how cards are added to them; knows no database."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, NamedTuple, TypeGuard

from agreements.models import Status
from agreements.tally.bits import Line, bits_of
from agreements.tally.moments import Moments
from agreements.tally.owing import contested, owed

_ENDS: Final = frozenset({Status.TERMINATED, Status.EXPIRED})

Version = tuple[int, datetime | None]


class CardRow(NamedTuple):
    """What the tally takes of a card; the names are the card's."""

    pk: int
    agreement_id: int
    known_from: datetime
    known_to: datetime | None
    order_day: date
    signed_earliest: date | None
    signed_latest: date | None
    parties: list[str]
    commitment_types: list[str]
    kind: str
    row_json: str


class SpanRow(NamedTuple):
    """What the tally takes of a span; the names are the span's."""

    card_id: int
    status: str
    first_day: date
    end_day: date | None


class ChangeRow(NamedTuple):
    """A day on which an agreement was changed (amended, extended, …), as its card has it."""

    card_id: int
    day: date


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """All cards, the closed ones too: a row each, by the card's number.

    `held` are the cards held now, `known` those held at a moment (`microsecond`). `columns` has
    the rows of each party, commitment and kind, of each thing `owed` and of what is `contested`.
    `standing` has for each status the rows that stand so on a day (`date.toordinal`), `signed_from`
    those signed then or later and `signed_to` those signed then or earlier, as far as their dates
    tell. `happened` has
    the days on which agreements were `signed` (where their year is certain), came `in_force`, were
    `changed` and `ended`.
    """

    version: Version = (0, None)
    cards: "array[int]" = field(default_factory=lambda: array("q"))
    agreements: "array[int]" = field(default_factory=lambda: array("q"))
    order_days: "array[int]" = field(default_factory=lambda: array("l"))
    held: int = 0
    known: Line = field(default_factory=Line.empty)
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    standing: Mapping[str, Line] = field(default_factory=dict)
    signed_from: Line = field(default_factory=Line.empty)
    signed_to: Line = field(default_factory=Line.empty)
    ordered: Line = field(default_factory=Line.empty)
    happened: Mapping[str, Moments] = field(default_factory=dict)
    searches: dict[tuple[str, ...], int] = field(default_factory=dict)

    def rows(self, cards: Iterable[int]) -> Iterator[int]:
        """Yield the rows of these cards; those that are not in the tally are left out."""
        for card in cards:
            row = bisect_left(self.cards, card)
            if row < len(self.cards) and self.cards[row] == card:
                yield row

    def known_at(self, moment: datetime | None) -> int:
        """Return the rows held at a moment; None is now."""
        return self.held if moment is None else self.known.at(microsecond(moment))

    def closed(self, moments: Mapping[int, datetime]) -> "Tally":
        """Return the tally with these cards (by number) held no more from their moments on."""
        rows = [(row, moments[self.cards[row]]) for row in self.rows(moments)]
        open_rows = [(row, moment) for row, moment in rows if self.held >> row & 1]
        return replace(
            self,
            held=self.held ^ bits_of(row for row, _ in open_rows),
            known=self.known.and_then([(microsecond(moment), row) for row, moment in open_rows]),
        )


@dataclass(slots=True)
class Addition:
    """Cards that come to a tally, in the order of their numbers, and then their spans."""

    first_row: int
    cards: "array[int]" = field(default_factory=lambda: array("q"))
    agreements: "array[int]" = field(default_factory=lambda: array("q"))
    order_days: "array[int]" = field(default_factory=lambda: array("l"))
    held: list[int] = field(default_factory=list)
    known: list[tuple[int, int]] = field(default_factory=list)
    columns: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    standing: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    signed_from: list[tuple[int, int]] = field(default_factory=list)
    signed_to: list[tuple[int, int]] = field(default_factory=list)
    happened: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    first_in_force: dict[int, int] = field(default_factory=dict)

    def add(self, card: CardRow) -> None:
        """Add a card."""
        row = self.first_row + len(self.cards)
        self.cards.append(card.pk)
        self.agreements.append(card.agreement_id)
        self.order_days.append(card.order_day.toordinal())
        self.known.append((microsecond(card.known_from), row))
        if card.known_to is None:
            self.held.append(row)
        else:
            self.known.append((microsecond(card.known_to), row))
        if _is_of_one_year(card.signed_earliest, card.signed_latest):
            self._happen("signed", card.signed_earliest, row)
        if card.signed_earliest:
            self.signed_to.append((card.signed_earliest.toordinal(), row))
        if card.signed_latest:
            self.signed_from += [(0, row), (card.signed_latest.toordinal() + 1, row)]
        self._note("party", card.parties, row)
        self._note("commitment", card.commitment_types, row)
        self._note("kind", [card.kind] if card.kind else [], row)
        self._note("owed", owed(card.row_json), row)
        self._note("contested", contested(card.row_json), row)

    def add_span(self, span: SpanRow) -> None:
        """Add a span; one of a card that is not added here is left out."""
        place = bisect_left(self.cards, span.card_id)
        if place < len(self.cards) and self.cards[place] == span.card_id:
            row = self.first_row + place
            turns = self.standing.setdefault(span.status, [])
            turns.append((span.first_day.toordinal(), row))
            if span.end_day is not None:
                turns.append((span.end_day.toordinal(), row))
            if span.status == Status.IN_FORCE:
                day = span.first_day.toordinal()
                self.first_in_force[row] = min(day, self.first_in_force.get(row, day))
            elif span.status in _ENDS:
                self._happen("ended", span.first_day, row)

    def add_change(self, change: ChangeRow) -> None:
        """Add a change; one of a card that is not added here is left out."""
        place = bisect_left(self.cards, change.card_id)
        if place < len(self.cards) and self.cards[place] == change.card_id:
            self._happen("changed", change.day, self.first_row + place)

    def onto(self, tally: Tally) -> Tally:
        """Return the tally with what was added."""
        lines = defaultdict(Line.empty, tally.standing)
        moments = defaultdict(Moments.empty, tally.happened)
        begun = [(day, row) for row, day in self.first_in_force.items()]
        happened = {**self.happened, "in_force": begun}
        columns = {name: tally.columns.get(name, {}) for name in {*tally.columns, *self.columns}}
        return replace(
            tally,
            cards=tally.cards + self.cards,
            agreements=tally.agreements + self.agreements,
            order_days=tally.order_days + self.order_days,
            held=tally.held | bits_of(self.held),
            known=tally.known.and_then(self.known),
            columns={n: _joined(sets, self.columns.get(n, {})) for n, sets in columns.items()},
            standing={
                status: lines[status].and_then(self.standing.get(status, []))
                for status in {*lines, *self.standing}
            },
            signed_from=tally.signed_from.and_then(self.signed_from),
            signed_to=tally.signed_to.and_then(self.signed_to),
            ordered=tally.ordered.and_then(
                [(day, self.first_row + place) for place, day in enumerate(self.order_days)]
            ),
            happened={
                what: moments[what].and_then(happened.get(what, []))
                for what in {*moments, *happened}
            },
        )

    def _happen(self, what: str, day: date, row: int) -> None:
        self.happened.setdefault(what, []).append((day.toordinal(), row))

    def _note(self, column: str, values: Iterable[str], row: int) -> None:
        of_column = self.columns.setdefault(column, {})
        for value in values:
            of_column.setdefault(value, []).append(row)


def microsecond(moment: datetime) -> int:
    """Return a moment as a point of a line."""
    return round(moment.timestamp() * 1_000_000)


def _is_of_one_year(earliest: date | None, latest: date | None) -> TypeGuard[date]:
    return bool(earliest and latest and earliest.year == latest.year)


def _joined(before: Mapping[str, int], rows: Mapping[str, list[int]]) -> dict[str, int]:
    return {**before, **{v: before.get(v, 0) | bits_of(of) for v, of in rows.items()}}
