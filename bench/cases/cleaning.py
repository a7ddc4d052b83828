"""From the bytes of a page to its text, from the text to drafts, and from one end to the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import trafilatura

from bench import newspaper
from bench.parser import spacy_small
from bench.rounds import OWN, Anchor, Case, Figure, Measured, Way
from bench.stage import Stage, UnequalError, same
from ingest import reader, translation
from ingest.clean import MainText
from ingest.clean import clean as clean_page
from ingest.reader.mentions import states
from ingest.reader.records import Record

_PAGES: Final = 20
_SLOW: Final = 5
# Of all words, those that must be the same; a heading more or less is no other text.
_LEAST_OVERLAP: Final = 0.95
_PARSER: Final = "spaCy's small English pipeline, which finds words, phrases and names alone"


def clean(_: Stage) -> Iterator[Case]:
    """Yield the case: the main text of a page, with what the page says of itself."""
    pages = _pages()
    lexbor = _lexbor()
    yield Case(
        "clean",
        Way(OWN, [partial(_cleaned, page) for page in pages]),
        [
            Anchor(
                Way("lexbor", [partial(lexbor, page) for page in pages]) if lexbor else None,
                "lexbor",
                "lexbor's parse, which finds no text yet",
            ),
            Anchor(
                Way("trafilatura", [partial(_default, page) for page in pages[:_SLOW]]),
                "trafilatura",
                "trafilatura as it comes, with its metadata (and the comments below the article)",
            ),
        ],
        lambda: _check_cleaned(pages),
        _told,
    )


def extract(_: Stage) -> Iterator[Case]:
    """Yield the case: records from a text."""
    texts = [_cleaned(page) for page in _pages()]
    find, parse = states.gazetteer().find, spacy_small()
    yield Case(
        "extract",
        Way(OWN, [partial(_read, text) for text in texts]),
        [
            Anchor(
                Way("automaton", [partial(find, text.text) for text in texts]),
                "automaton",
                "one pass of the gazetteer's automaton (Aho-Corasick), which finds names alone",
            ),
            Anchor(_parsing(parse, texts), "spacy", _PARSER),
        ],
        lambda: _check_read(texts),
        _told,
    )


def ingest(_: Stage) -> Iterator[Case]:
    """Yield the case: from the bytes of a page to what is proposed, without a database."""
    pages, parse = _pages(), spacy_small()
    others = [partial(_parsed, parse, page) for page in pages[:_SLOW]] if parse else []
    yield Case(
        "ingest",
        Way(OWN, [partial(_proposed, page) for page in pages]),
        [
            Anchor(
                Way("spacy", others) if others else None,
                "spacy",
                f"trafilatura as it comes, then {_PARSER}",
            )
        ],
        lambda: _check_cleaned(pages),
        _told,
    )


def _pages() -> list[bytes]:
    return [newspaper.page(number) for number in range(_PAGES)]


def _cleaned(page: bytes) -> MainText:
    return clean_page(page, content_type="text/html", charset="utf-8", url=None)


def _default(page: bytes) -> Any:  # noqa: ANN401  the library has no types
    return trafilatura.bare_extraction(page.decode(), with_metadata=True)


def _lexbor() -> Callable[[bytes], object] | None:
    if find_spec("selectolax") is None:
        return None
    parse: Callable[[bytes], object] = import_module("selectolax.lexbor").LexborHTMLParser
    return parse


def _read(text: MainText) -> Sequence[Record]:
    return reader.read(
        text.text, published=text.published, title=text.title, publisher=text.publisher
    )


def _proposed(page: bytes) -> list[object]:
    text = _cleaned(page)
    return [translation.proposal(text.text, record) for record in _read(text)]


def _parsed(parse: Callable[[str], object], page: bytes) -> object:
    return parse(_default(page).text)


def _parsing(parse: Callable[[str], object] | None, texts: Sequence[MainText]) -> Way | None:
    if parse is None:
        return None
    return Way("spacy", [partial(parse, text.text) for text in texts[:_SLOW]])


def _told(measured: Measured) -> Sequence[Figure]:
    each = measured.median(OWN).cpu
    return [Figure("article_ms", each), Figure("articles_s", 1000 / each)]


def _check_cleaned(pages: Sequence[bytes]) -> None:
    """Insist that both find the article that was written, and the same of title and day."""
    for number, page in enumerate(pages):
        written, own, other = newspaper.story(number), _cleaned(page), _default(page)
        _insist(overlap(own.text, f"{written.title} {written.text}"), number, "what was written")
        # The other takes in what readers said below the article: more words, not other ones.
        _insist(share(own.text, other.text), number, "trafilatura's text")
        told = [own.title, own.published]
        same(told, [other.title, date.fromisoformat(other.date)], f"page {number}, title and day")


def _check_read(texts: Sequence[MainText]) -> None:
    """Insist that each agreement that was written is found, and no other."""
    for number, text in enumerate(texts):
        written = newspaper.story(number)
        found = [(sorted(r.parties.value), r.signed and r.signed.value) for r in _read(text)]
        expected = [(sorted(written.parties), f"{written.signed}")] if written.signed else []
        same(found, expected, f"text {number}")


def _insist(found: float, number: int, beside: str) -> None:
    if found < _LEAST_OVERLAP:
        raise UnequalError(f"page {number}: {found:.0%} of the words are those of {beside}")


def overlap(one: str, other: str) -> float:
    """Return how much of both texts is the same words, however ordered: 1 for all."""
    return min(share(one, other), share(other, one))


def share(one: str, other: str) -> float:
    """Return which share of the words of one stands in the other too."""
    mine, theirs = Counter(one.split()), Counter(other.split())
    return (mine & theirs).total() / max(1, mine.total())
