"""Read the reference tables, naming every bad cell by file, line and column."""

import csv
import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TypeVar

from agreements.edtf import EdtfError, bounds

T = TypeVar("T")
FOLDER: Final = Path(__file__).parent
_MOST_ERRORS: Final = 20
_TOO_MANY: Final = "cells beyond the last column"


class BadTableError(Exception):
    """Rows that can't be loaded; the message names each by file, line and column."""


@dataclass(slots=True)
class Cells:
    """One row of a table, its cells read with a check each; what is wrong is gathered."""

    where: str
    row: dict[str, str]
    errors: list[str]

    def text(self, column: str, *, longest: int = 2000) -> str:
        """Return a cell that may be empty."""
        value = (self.row.get(column) or "").strip()
        if "\0" in value:
            self._wrong(column, "holds a character with the number 0")
        if len(value) > longest:
            self._wrong(column, f"has {len(value)} characters; {longest} is the most")
        return value

    def needed(self, column: str, *, longest: int = 2000) -> str:
        """Return a cell that must not be empty."""
        value = self.text(column, longest=longest)
        if not value:
            self._wrong(column, "is empty")
        return value

    def one_of(self, column: str, allowed: Collection[str], *, empty: bool = False) -> str:
        """Return a cell that holds one of the allowed words."""
        value = self.text(column)
        if value not in allowed and not (empty and not value):
            self._wrong(column, f"is {value!r}, which is none of {', '.join(sorted(allowed)[:12])}")
        return value

    def several_of(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return the words of a cell, parted by |, each one of the allowed."""
        values = tuple(part.strip() for part in self.text(column).split("|") if part.strip())
        for value in values:
            if value not in allowed:
                self._wrong(column, f"holds {value!r}, which is not known")
        return values

    def edtf(self, column: str) -> str:
        """Return a date, which may be empty."""
        value = self.text(column)
        try:
            if value:
                bounds(value)
        except EdtfError as error:
            self._wrong(column, str(error))
        return value

    def number(self, column: str, read: Callable[[str], T], *, lowest: T, highest: T) -> T | None:
        """Return a number within bounds, or None where the cell is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = read(value)
        except (ValueError, InvalidOperation):
            self._wrong(column, f"is {value!r}, which is no number")
            return None
        if not lowest <= number <= highest:  # type: ignore[operator]  # numbers of one kind
            self._wrong(column, f"is {value}, which is not from {lowest} to {highest}")
        return number

    def _wrong(self, column: str, what: str) -> None:
        self.errors.append(f"{self.where}, column {column}: {what}.")


def read_rows(path: Path, columns: Collection[str]) -> tuple[list[Cells], list[str]]:
    """Return the rows of a table and the list that gathers what is wrong with them.

    Raises:
        BadTableError: the file is missing, is no UTF-8 or no CSV, or lacks a column.
    """
    try:
        # A spreadsheet's mark at the beginning is no part of the first column's name.
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BadTableError(f"{path.name} is missing from {path.parent.name}/.") from error
    except UnicodeDecodeError as error:
        raise BadTableError(f"{path.name} is not UTF-8 at byte {error.start}.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=_TOO_MANY, strict=True)
    try:
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise BadTableError(
                f"{path.name}, line 1: lacks the column {', '.join(sorted(missing))}."
            )
        errors: list[str] = []
        rows = [Cells(f"{path.name}, line {reader.line_num}", row, errors) for row in reader]
    except csv.Error as error:
        raise BadTableError(f"{path.name}, line {reader.reader.line_num}: {error}.") from error
    errors += [
        f"{cells.where}: has more cells than line 1." for cells in rows if _TOO_MANY in cells.row
    ]
    return rows, errors


def refuse(errors: Iterable[str]) -> None:
    """Raise what is wrong, if anything is.

    Raises:
        BadTableError: with up to twenty of the errors, and how many there are.
    """
    found = list(errors)
    if found:
        more = len(found) - _MOST_ERRORS
        shown = found[:_MOST_ERRORS] + ([f"… and {more} more."] if more > 0 else [])
        raise BadTableError("\n".join(shown))


def unique(rows: Iterable[Cells], column: str) -> None:
    """Note each row whose cell stands in an earlier row already."""
    seen: set[str] = set()
    for cells in rows:
        value = cells.text(column)
        if value in seen:
            cells.errors.append(f"{cells.where}, column {column}: {value!r} stands twice.")
        seen.add(value)


def decimal(value: str) -> Decimal:
    """Read a decimal number that is finite."""
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(value)
    return number
