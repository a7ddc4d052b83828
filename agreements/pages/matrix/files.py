"""The table of commitments, and all of one type, as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from agreements.exports import Column, Table
from agreements.exports.csvs import Cell as Written
from agreements.matrix import Cell, Matrix, Row, Told
from agreements.meanings import codebook
from agreements.pages.downloads import Download, RefusedError
from agreements.pages.matrix.question import Question
from agreements.pages.record import TypeWords
from agreements.tally import Selection

_CONTESTED: Final = "contested "
_LEVELS: Final = (
    "Held so: duty, intent, mentioned; excluded where the text says that it does not hold it; "
    "“contested” before it where sources differ; empty where no commitment was found in the text, "
    "which is not the same as none."
)


class Entry(NamedTuple):
    """One commitment of an agreement, in the API's words."""

    told: Told
    said: Mapping[str, Any]


def download(question: Question, selection: Selection) -> Download:
    """Return what was asked for, as a download has it.

    Raises:
        RefusedError: something of it made no sense.
    """
    if question.asked.notices:
        raise RefusedError(question.asked.notices[0])
    return Download(question.query, question.asked.clocks, selection)


def matrix_table(matrix: Matrix, types: Mapping[str, TypeWords], of: str) -> Table[Row]:
    """Return the table as it is shown, a column for each type that any row holds."""
    is_agreement = matrix.is_by_agreement

    def read(row: Row, _site: str) -> Sequence[Written]:
        keys = ";".join(row.keys)
        held = [_value(row.cells.get(type_)) for type_ in matrix.counts]
        return (row.code, row.name, keys, *held, row.breadth)

    return Table(
        name="commitments",
        title=f"Commitments in the agreements of {of}",
        description=(
            "One row for each agreement."
            if is_agreement
            else "One row for each partner: the firmest of all its agreements."
        ),
        columns=(
            Column("agreement", "string", "The agreement's key.")
            if is_agreement
            else Column("partner", "string", "The partner's code (ISO 3166-1 alpha-2, or XK, EU)."),
            Column("name", "string", "What the row is called."),
            Column("agreements", "string", "Keys of the agreements, with a semicolon between."),
            *(Column(type_, "string", _about(type_, types)) for type_ in matrix.counts),
            Column("total", "integer", "How many types of commitment are made."),
        ),
        read=read,
    )


def type_table(name: str) -> Table[Entry]:
    """Return the table of all commitments of a type that is called so."""
    return Table(
        name="commitment",
        title=f"Agreements with the commitment “{name}”",
        description="One row for each such commitment; an agreement can hold several.",
        columns=_TYPE_COLUMNS,
        read=_read_entry,
    )


def type_rows(agreements: Iterable[Told], type_: str) -> Iterator[Entry]:
    """Yield each commitment of a type."""
    return (Entry(told, said) for told in agreements for said in told.entries(type_))


def _read_entry(entry: Entry, site: str) -> Sequence[Written]:
    told, said = entry
    first, second = told.parties
    return (
        told.key,
        told.title,
        first,
        second,
        told.status,
        told.signed,
        *(said[name] for name in ("type", "held", "strength", "direction", "debtor", "creditor")),
        said["rank"],
        f"{site}/agreements/{told.key}",
    )


def _meant(section: str) -> str:
    entries = codebook()[section].items()
    return "; ".join(f"{code}: {entry.meaning}" for code, entry in entries) + "."


_TYPE_COLUMNS: Final = (
    Column("key", "string", "The agreement's name in this record; it never changes."),
    Column("title", "string", "What the agreement is called."),
    Column("party_1", "string", "The first party's code (ISO 3166-1 alpha-2, or XK, EU)."),
    Column("party_2", "string", "The second party's code; codes stand in alphabetical order."),
    Column("status", "string", "How it stood on the day of as_of; computed, never typed in."),
    Column("signed", "string", "The date of signing, EDTF. Empty where not known."),
    Column("commitment", "string", "The type of commitment, by the codebook."),
    Column("held", "string", _meant("holdings")),
    Column("strength", "string", _meant("strengths")),
    Column("direction", "string", _meant("directions")),
    Column("debtor", "string", "Code of who owes it, where one owes it to the other."),
    Column("creditor", "string", "Code of whom it is owed to, likewise."),
    Column("rank", "string", "preferred, or contested where sources differ."),
    Column("url", "string", "The page with each value's evidence."),
)


def _about(type_: str, types: Mapping[str, TypeWords]) -> str:
    words = types.get(type_, TypeWords(type_, ""))
    return f"{words.name}: {words.definition} {_LEVELS}"


def _value(cell: Cell | None) -> str | None:
    if cell is None:
        return None
    return ("" if cell.is_settled else _CONTESTED) + cell.level.code
