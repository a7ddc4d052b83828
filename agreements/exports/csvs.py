"""CSV as RFC 4180 has it: UTF-8, commas, CRLF, quoted where needed."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

CSV: Final = "text/csv; charset=utf-8; header=present"

Cell = str | int | float | bool | None

# What a spreadsheet would take for a formula and carry out.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINES: Final = 200


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the table piece by piece, whole lines each; nothing is kept.

    A text that a spreadsheet would carry out gets an apostrophe before it; numbers stay numbers.
    None is empty, True and False are `true` and `false`.
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        writer.writerow([_written(cell) for cell in row])
        if number % _LINES == 0:
            yield _taken(held)
    yield _taken(held)


def _taken(held: io.StringIO) -> bytes:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text.encode()


def _written(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
