"""The table's cells, drawn: hundreds of them, so each is a ready string and no template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agreements.matrix import Cell, Level, Matrix, Row
from agreements.numbers import whole_number

# A page has at most so many cells: with its frame it stays under 2,500 elements.
_CELLS: Final = 900
_DIGITS: Final = 5  # of the number of a page
GLYPHS: Final = {
    Level.EXCLUDED: "\N{MULTIPLICATION SIGN}",
    Level.MENTIONED: "\N{MIDDLE DOT}",
    Level.INTENT: "\N{CIRCLE WITH LEFT HALF BLACK}",
    Level.DUTY: "\N{BLACK CIRCLE}",
}
NOTHING: Final = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Printed:
    """One row as it is printed: its head leads to the agreement, or to those of two."""

    head: SafeString
    cells: SafeString
    breadth: int


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows a page has: from `first` up to `end` of `total`, as people count."""

    number: int
    first: int
    end: int
    total: int

    @property
    def has_more(self) -> bool:
        """Tell whether rows follow."""
        return self.end < self.total


def page_of(matrix: Matrix, wanted: str) -> Pages:
    """Return the page that is wanted, the first or the last where there is no such page."""
    size = max(1, _CELLS // max(1, len(matrix.counts)))
    total = len(matrix.lines)
    last = max(1, -(-total // size))
    number = min(max(1, whole_number(wanted, digits=_DIGITS) or 1), last)
    return Pages(number, (number - 1) * size + 1, min(number * size, total), total)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What every cell needs: the address that a cell adds to, and which cell is open.

    `agreement` and `pair` are addresses with "A-0" for a key and "{}" for the codes of two.
    """

    address: str
    agreement: str
    pair: str
    party: str
    names: Mapping[str, str]
    open_row: str = ""
    open_type: str = ""

    def lines(self, rows: Sequence[Row], types: Sequence[str]) -> list[Printed]:
        """Return the rows as they are printed."""
        columns = [(t, f"{escape(t)}#clause", escape(self.names.get(t, t))) for t in types]
        start = escape(self.address + ("&" if "?" in self.address else "?"))
        kinds: set[Cell | None] = {None, *(cell for row in rows for cell in row.cells.values())}
        looks = {cell: _Look.of(cell) for cell in kinds}
        return [self._line(row, columns, start, looks) for row in rows]

    def _line(
        self,
        row: Row,
        columns: Sequence[tuple[str, str, str]],
        start: str,
        looks: Mapping[Cell | None, "_Look"],
    ) -> Printed:
        name, address = escape(row.name), f"{start}row={escape(row.code)}&amp;type="
        is_open = row.code == self.open_row
        cells = [
            _drawn(
                looks[row.cells.get(type_)],
                f"{address}{ending}",
                f"{name}, {label}",
                is_open=is_open and type_ == self.open_type,
            )
            for type_, ending, label in columns
        ]
        only = len(row.keys) == 1
        leads = (
            self.agreement.replace("A-0", row.keys[0])
            if only
            else self.pair.format(*sorted((self.party, row.code)))
        )
        head = f'<th scope="row"><a href="{escape(leads)}">{name}</a></th>'
        return Printed(mark_safe(head), mark_safe("".join(cells)), row.breadth)  # noqa: S308  escaped above


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell of a kind looks: its class, its glyph, its words."""

    classes: str
    glyph: str
    words: str

    @classmethod
    def of(cls, cell: Cell | None) -> "_Look":
        if cell is None:
            return cls("cell cell--none", NOTHING, words(None))
        contested = "" if cell.is_settled else " cell--contested"
        return cls(f"cell cell--{cell.level.code}{contested}", GLYPHS[cell.level], words(cell))


def words(cell: Cell | None) -> str:
    """Return a cell in words."""
    if cell is None:
        return _("no commitment found in the text")
    label = cell.level.label.lower()
    return label if cell.is_settled else _("%(strength)s, contested") % {"strength": label}


def _drawn(look: _Look, address: str, about: str, *, is_open: bool) -> str:
    current = ' aria-current="true"' if is_open else ""
    return (
        f'<td><a class="{look.classes}" href="{address}"{current}'
        f' aria-label="{about}: {look.words}">{look.glyph}</a></td>'
    )


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Return the choices (value, words) of a list, two hundred of them perhaps."""
    return mark_safe(  # noqa: S308  escaped here
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in choices
        )
    )
