"""The reader's vocabulary: the files of `data/`, read once and turned into automata."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import ahocorasick

from ingest.reader.records import Span

EVERYDAY = {
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"),
    **dict.fromkeys("\n\r\t\u00a0\u2009\u202f", " "),
}
"""Quotes, dashes and spaces that are written plainly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the gazetteer. `begins` and `ends` are ISO dates or years; empty is open."""

    form: str
    code: str
    type: str
    begins: str
    ends: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a phrase in an instrument's name says of it; kind `not` means no security instrument."""

    form: str
    kind: str
    commitments: tuple[str, ...]
    title_only: bool
    always: bool
    of_name: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can name an instrument."""

    form: str
    family: str
    many: bool
    weak: bool
    only_signed: bool = False


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word that tells what has happened to an instrument."""

    form: str
    family: str
    tense: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment type that a phrase stands for, some only where it is said to be missing."""

    type: str
    only_excluded: bool


class Found(NamedTuple):
    """A form of the vocabulary found in a text, with all that the vocabulary says of it."""

    span: Span
    meanings: tuple[object, ...]


def everyday(text: str) -> str:
    """Write curly marks, long dashes and line ends plainly, without moving any character."""
    for code, plain in EVERYDAY.items():
        text = text.replace(code, plain)
    return text


def lowered(text: str) -> str:
    """Put text in lower case without moving any character."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read one data file of the reader; lines that begin with # are its header."""
    file = resources.files("ingest.reader").joinpath("data", name)
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    yield from csv.DictReader(lines)


FIRST_TWO = itemgetter(0, 1)
_EDGE = r"\b"


class Lexicon:
    """Forms with their meanings, found in one pass over a text, longest form first."""

    def __init__(self, meanings: Iterable[tuple[str, object]]) -> None:
        """Build the automaton; a form may have several meanings."""
        gathered: dict[str, list[object]] = {}
        for form, meaning in meanings:
            gathered.setdefault(everyday(form), []).append(meaning)
        self.forms = {form: tuple(all_meanings) for form, all_meanings in gathered.items()}
        self._automaton = ahocorasick.Automaton()
        for form, all_meanings in self.forms.items():
            self._automaton.add_word(form, (len(form), all_meanings))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Found]:
        """Find whole words and phrases, left to right; of those that overlap the longest.

        A form is whole where no letter or digit goes on from its own first or last.
        """
        hits = []
        size = len(text)
        for end, (length, meanings) in self._automaton.iter(text):
            start = end + 1 - length
            if start and text[start - 1].isalnum() and text[start].isalnum():
                continue
            last = text[end]
            if end + 1 < size and text[end + 1].isalnum() and (last == "." or last.isalnum()):
                continue
            hits.append((start, -end, meanings))
        if len(hits) > 1:
            hits.sort(key=FIRST_TWO)
        best: list[Found] = []
        reached = 0
        for start, end, meanings in hits:
            if start >= reached:
                reached = 1 - end
                best.append(Found(Span(start, reached), meanings))
        return best


@cache
def nouns() -> Lexicon:
    """Load the nouns that name instruments."""
    return Lexicon(
        (
            row["form"],
            Noun(
                row["form"],
                row["family"],
                row["number"] == "many",
                row["strength"] != "strong",
                row["strength"] == "signed",
            ),
        )
        for row in rows("instruments.csv")
    )


@cache
def topics() -> Lexicon:
    """Load the words that make an instrument one of security, or rule that out."""
    return Lexicon(
        (
            row["form"],
            Topic(
                row["form"],
                row["kind"],
                tuple(row["commitments"].split()),
                row["needs"] == "title",
                row["needs"] == "always",
                row["needs"] == "name",
            ),
        )
        for row in rows("topics.csv")
    )


@cache
def status_words() -> Lexicon:
    """Load the words that tell an instrument's status."""
    return Lexicon(
        (row["form"], StatusWord(row["form"], row["family"], row["tense"]))
        for row in rows("status.csv")
    )


@cache
def moods() -> dict[str, dict[str, str]]:
    """Load what each family of status words means: {family: {mood: status}}."""
    return {row["family"]: row for row in rows("moods.csv")}


@cache
def commitment_phrases() -> Lexicon:
    """Load the phrases that tell what an instrument holds."""
    return Lexicon(
        (row["form"], Promise(row["type"], row["only"] == "excluded"))
        for row in rows("commitments.csv")
    )


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Compile one entry of `patterns.toml`, named "stage.entry"."""
    stage, entry = name.split(".")
    parts = _patterns()[stage][entry]
    others = _patterns()[stage][parts["also"]]["words"] if "also" in parts else []
    words = [*parts.get("words", ()), *others]
    middle = f"(?:{_alternatives(words)})" if words else ""
    flags = re.IGNORECASE if parts.get("ignore_case") else re.NOFLAG
    return re.compile(f"{parts.get('before', '')}{middle}{parts.get('after', '')}", flags)


def search(name: str, low: str) -> re.Match[str] | None:
    """Search a text for an entry that costs more to look for than the letters it `needs`."""
    return pattern(name).search(low) if may_have(name, low) else None


def may_have(name: str, low: str) -> bool:
    """Tell whether a text has any of the letters that an entry `needs`; else it cannot match."""
    return any(map(low.__contains__, _needs(name)))


@cache
def _needs(name: str) -> tuple[str, ...]:
    stage, entry = name.split(".")
    needs = _patterns()[stage][entry].get("needs")
    if not needs:
        raise ValueError(f"patterns.toml tells no letters that {name} needs: use pattern() for it")
    return tuple(needs)


@cache
def needs() -> dict[str, tuple[str, ...]]:
    """Load the letters without which a pattern cannot be there: {letters: names of patterns}."""
    letters: dict[str, list[str]] = {}
    for stage, entries in _patterns().items():
        for entry, parts in entries.items():
            for one in parts.get("needs", ()):
                letters.setdefault(one, []).append(f"{stage}.{entry}")
    return {one: tuple(names) for one, names in letters.items()}


def _alternatives(forms: list[str]) -> str:
    r"""Join forms; the edge of a word that several in a row begin with is looked for once.

    A search for `\b(?:but|while)` takes a sixth of the time of one for `\bbut|\bwhile`.
    """
    parts = []
    for at_edge, run in groupby(forms, key=lambda form: form.startswith(_EDGE)):
        joined = "|".join(form.removeprefix(_EDGE) if at_edge else form for form in run)
        parts.append(f"{_EDGE}(?:{joined})" if at_edge else joined)
    return "|".join(parts)


def has_pattern(name: str) -> bool:
    """Tell whether `patterns.toml` has an entry of that name."""
    stage, entry = name.split(".")
    return entry in _patterns()[stage]


@cache
def words(name: str) -> frozenset[str]:
    """Load one plain list of words of `patterns.toml`, named "stage.entry"."""
    stage, entry = name.split(".")
    return frozenset(_patterns()[stage][entry]["list"].split())


@cache
def _patterns() -> dict[str, dict[str, dict[str, Any]]]:
    file = resources.files("ingest.reader").joinpath("data", "patterns.toml")
    return tomllib.loads(file.read_text("utf-8"))


@cache
def furniture() -> dict[str, tuple[str, ...]]:
    """Load the beginnings of lines that belong to a page: {place: forms}."""
    forms: dict[str, list[str]] = {}
    for row in rows("furniture.csv"):
        forms.setdefault(row["place"], []).append(row["form"])
    return {place: tuple(found) for place, found in forms.items()}
