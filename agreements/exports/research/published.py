"""The researchers' tables there are, in which formats, and the codebook of their columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import IO, Any, Final

from agreements.exports.commitments import COMMITMENTS
from agreements.exports.csvs import Cell, csv_lines
from agreements.exports.parquet import write_parquet
from agreements.exports.research.coded import CODED, coded_rows
from agreements.exports.research.columns import directed_columns, dyad_columns, partner_columns
from agreements.exports.research.dyads import directed_rows, dyad_rows
from agreements.exports.research.stata import write_stata
from agreements.exports.research.union import partner_rows
from agreements.exports.tables import Column
from agreements.exports.whole import commitment_rows
from agreements.models.card import CardQuerySet

FORMS: Final = ("csv", "dta", "parquet")
RULES: Final = (
    "A flag is 1 if such an agreement was in force on any day of the year, as in ATOP. An agreement"
    " that is signed alone counts in n_signed and n_signed_pending.",
    "An agreement is in force from the last day that its date can mean, and from its signature"
    " where it is known to be in force, but not since when.",
    "Nothing is said of days after the data's day (version), and of years before 1816.",
    "Dyads have rows for years in which both were members of the state system (Correlates of War,"
    " State System Membership, version 2016; who was one then is taken to be one since): not Japan"
    " from 1946 to 1951, nor Germany from 1946 to 1954. The European Union is no such state:"
    " its agreements stand in the table of agreements, and in eu_partner_year by partner.",
    "In the directed table a flag is empty where no source says who owes such a commitment.",
    "Germany is 260 (GFR) from 1946 to 1989 and 255 otherwise, Yemen 678 (YAR) before 1990.",
    "Empty (Stata: .) is not known or not said, and never 0; a year without a row has nothing to"
    " tell in this record, which is not proof that there was nothing.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which agreements a table is made, for which day, and the address of the site."""

    found: CardQuerySet
    day: date
    site: str


@dataclass(frozen=True, slots=True)
class Research:
    """A table: what one row is, its columns, and how its rows are made."""

    name: str
    title: str
    row: str
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[Asked, Sequence[Column]], Iterable[Sequence[Cell]]]

    def write(self, form: str, file: IO[bytes], asked: Asked) -> int:
        """Write the table in one of `FORMS`; returns how many rows it has.

        The same record makes the same bytes.
        """
        columns = self.columns()
        counter = count()
        # The counter comes second: it is one step behind where the rows end.
        rows = (row for row, _ in zip(self.rows(asked, columns), counter, strict=False))
        if form == "dta":
            write_stata(file, f"Accord Atlas {asked.day}: {self.title}", columns, rows)
        elif form == "parquet":
            write_parquet(file, columns, rows)
        else:
            file.writelines(csv_lines([column.name for column in columns], rows))
        return next(counter)

    def csv(self, asked: Asked) -> Iterator[bytes]:
        """Yield the table as CSV, piece by piece, while it is read from the database."""
        columns = self.columns()
        yield from csv_lines([column.name for column in columns], self.rows(asked, columns))


TABLES: Final = {
    table.name: table
    for table in (
        Research(
            "agreements",
            "Agreements",
            "one agreement",
            lambda: CODED,
            lambda asked, _: coded_rows(asked.found, asked.site),
        ),
        Research(
            "commitments",
            "Commitments",
            "one commitment of an agreement",
            lambda: COMMITMENTS.columns,
            lambda asked, _: commitment_rows(asked.found, asked.site),
        ),
        Research(
            "dyad_year",
            "Dyad-years",
            "an undirected pair of states in a year in which an agreement of theirs was signed,"
            " in force or ended",
            dyad_columns,
            lambda asked, columns: dyad_rows(asked.found, asked.day, columns),
        ),
        Research(
            "eu_partner_year",
            "The European Union's partner-years",
            "a partner of the European Union in a year in which an agreement of theirs was signed,"
            " in force or ended",
            partner_columns,
            lambda asked, columns: partner_rows(asked.found, asked.day, columns),
        ),
        Research(
            "ddyad_year",
            "Directed dyad-years",
            "the same pair and year, once for each side as the one that owes",
            directed_columns,
            lambda asked, columns: directed_rows(asked.found, asked.day, columns),
        ),
    )
}


def codebook() -> dict[str, Any]:
    """Return what every column means, its values and what it is made of; one query a table."""
    return {
        "title": "Accord Atlas: codebook of the researchers' tables",
        "rules": list(RULES),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "row": table.row,
                "files": [f"{table.name}.{form}" for form in FORMS],
                "columns": [_told(column) for column in table.columns()],
            }
            for table in TABLES.values()
        ],
    }


def codebook_csv() -> Iterator[bytes]:
    """Yield the codebook as a table: one row for each column."""
    header = ["table", "column", "type", "definition", "values", "source"]
    rows = (
        [table["name"], *column.values()]
        for table in codebook()["tables"]
        for column in table["columns"]
    )
    return csv_lines(header, rows)


def codebook_text() -> str:
    """Return the codebook to be read."""
    told = codebook()
    lines = [told["title"], "=" * len(told["title"]), ""]
    lines += [f"{number}. {rule}" for number, rule in enumerate(told["rules"], 1)]
    for table in told["tables"]:
        lines += ["", "", table["name"], "-" * len(table["name"]), f"A row is {table['row']}.", ""]
        for column in table["columns"]:
            extra = [part for part in (column["values"], column["source"]) if part]
            about = f" ({'; '.join(extra)})" if extra else ""
            lines.append(f"{column['name']} [{column['type']}]: {column['definition']}{about}")
    return "\n".join(lines) + "\n"


def _told(column: Column) -> dict[str, str]:
    return {
        "name": column.name,
        "type": column.type,
        "definition": column.definition,
        "values": column.values,
        "source": column.source,
    }
