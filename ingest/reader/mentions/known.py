"""The instruments that news calls by a name of their own: "the Lombok Treaty"."""

from dataclasses import dataclass
from functools import cache

from ingest.reader.mentions.mention import OWN_FAMILIES
from ingest.reader.text.vocabulary import Lexicon, rows


@dataclass(frozen=True, slots=True)
class Named:
    """An instrument with a name of its own; parties is empty where the name alone does not tell.

    `signed` is the year of its signing by public record; it dates nothing, it only tells it from a
    newer one.
    """

    form: str
    parties: tuple[str, ...]
    kind: str
    commitments: tuple[str, ...]
    signed: int | None


@cache
def named_instruments() -> Lexicon:
    """Load the instruments that have a name of their own."""
    return Lexicon(
        (
            form,
            Named(
                row["form"],
                tuple(row["parties"].split()),
                row["kind"],
                tuple(row["commitments"].split()),
                int(row["signed"]) if row["signed"] else None,
            ),
        )
        for row in rows("named.csv")
        for form in {row["form"], _as_in_news(row["form"])}
    )


def family_of(name: str) -> str:
    """Give what "the Shusha Declaration" is also called; most are treaties."""
    last = name.rpartition(" ")[2].lower()
    return last if last in OWN_FAMILIES else "treaty"


def _as_in_news(name: str) -> str:
    """Write "Lombok treaty" for "Lombok Treaty", as many papers do."""
    first, _, last = name.rpartition(" ")
    return f"{first} {last.lower()}" if last in {"Treaty", "Treaties"} else name
