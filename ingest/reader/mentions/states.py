"""Load the words that stand for a party: names, leaders, groups, and "the Gulf state"."""

from collections.abc import Iterator
from functools import cache

from ingest.reader.text.vocabulary import Entry, Lexicon, rows

SHOUTED = frozenset({"name", "demonym", "capital", "historic", "group", "mask"})
"""Types of the gazetteer whose words are also known in capitals: "CHAD: August 2017"."""
LEAST_SHOUTED = 4


@cache
def gazetteer() -> Lexicon:
    """Load the words that stand for a party; most also as headlines print them, in capitals."""
    entries = [(row["form"], _entry(row)) for row in rows("gazetteer.csv")]
    shouted = [
        (form.upper(), entry)
        for form, entry in entries
        if entry.type in SHOUTED and len(form) >= LEAST_SHOUTED and form != form.upper()
    ]
    return Lexicon((*entries, *shouted, *_openings(entries), *_descriptions()))


def _openings(entries: list[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    """Give "PAPUA New Guinea": papers that print the first word of a story in capitals."""
    for form, entry in entries:
        first, _, others = form.partition(" ")
        if others and entry.type in SHOUTED and len(first) >= LEAST_SHOUTED:
            yield f"{first.upper()} {others}", entry


def _descriptions() -> Iterator[tuple[str, Entry]]:
    """Give "the Gulf state" and its like; `needs` are the codes that it can stand for."""
    for row in rows("descriptions.csv"):
        codes = tuple(row["codes"].split())
        for first in row["first"].split("|"):
            for last in row["last"].split("|"):
                form = f"{first} {last}".strip()
                for article in ("the", "The"):
                    yield f"{article} {form}", Entry(form, "", "description", "", "", codes)


def _entry(row: dict[str, str]) -> Entry:
    needs = tuple(word for word in row["needs_context"].split("|") if word)
    return Entry(row["form"], row["code"], row["type"], row["from"], row["to"], needs)
