"""Quotes are found where they stand, however they were copied, and nowhere else."""

import pytest

from ingest.llm.quotes import LONGEST_QUOTE, Text
from ingest.reader.records import Span


def words(text: str, quote: str) -> list[str]:
    return [text[one.start : one.end] for one in Text(text).places(quote)]


def test_an_exact_quote_is_found_at_each_of_its_places() -> None:
    assert Text("a pact, the pact").places("pact") == [Span(2, 6), Span(12, 16)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The \u201csecurity\u201d pact", 'The "security" pact'),
        ("Japan\u2019s pact", "Japan's pact"),
        ("2024\u20132034 term", "2024-2034 term"),
        ("signed \n\n  a\u00a0pact", "signed a pact"),
        ("signed a pact", "signed\n a\tpact"),
        ("the agree\u00adment", "the agreement"),
        ("the\u200b agreement", "the agreement"),
        ("the \u200b agreement", "the agreement"),
        ("in Ha\u0300noi", "in H\u00e0noi"),
        ("in H\u00e0noi", "in Ha\u0300noi"),
        ("and so on\u2026", "so on..."),
        ("the \ufb01rst pact", "the first pact"),
        ("\U0001f1fa\U0001f1e6 signed it", "\U0001f1fa\U0001f1e6 signed it"),
    ],
)
def test_spaces_quotes_dashes_and_what_has_no_width_are_forgiven(text: str, quote: str) -> None:
    (found,) = words(text, quote)
    assert found in text
    assert len(found) >= len(text) - 4


def test_the_place_is_counted_in_the_texts_own_characters() -> None:
    text = "\u201cOn\u2026\u201d  Estonia \u2014 and\u200b Japan \u2014 signed."
    (found,) = words(text, "Estonia - and Japan")
    assert found == "Estonia \u2014 and\u200b Japan"


@pytest.mark.parametrize(
    "quote",
    ["", "  ", "...", "\u201d", "not there", "Signed a pact", "a p", "igned", "x" * 5000, "\ud800"],
)
def test_what_is_not_there_or_cuts_words_has_no_place(quote: str) -> None:
    assert Text("They signed a pact \u201d in " + "x" * 5000).places(quote) == []
    assert len("x" * 5000) > LONGEST_QUOTE


def test_words_of_scripts_without_spaces_may_be_cut() -> None:
    assert words("日本とエストニアは協定に署名した", "協定に署名") == ["協定に署名"]


def test_a_quote_that_occurs_often_takes_the_place_nearest_to_the_others() -> None:
    text = (
        "Talks in 2019. " + "Nothing. " * 20 + "The pact was agreed in 2019, they said. " + "2019"
    )
    chosen = Text(text).choose(["The pact", "2019", "they said"])
    assert chosen["2019"].start == text.index("2019, they")


def test_without_any_single_place_the_longest_quote_comes_first() -> None:
    text = "Japan. Estonia and Japan. Estonia and Japan."
    chosen = Text(text).choose(["Japan", "Estonia and Japan"])
    assert chosen == {"Estonia and Japan": Span(7, 24), "Japan": Span(19, 24)}


def test_choosing_is_the_same_each_time() -> None:
    text = "a b a b a b"
    assert Text(text).choose(["a", "b"]) == Text(text).choose(["b", "a"])


def test_a_text_of_one_word_over_and_over_is_no_burden() -> None:
    assert len(Text("pact " * 12_000).places("pact")) == 50
    assert Text("pact " * 12_000).places("pact\u00a0pact pacts") == []
