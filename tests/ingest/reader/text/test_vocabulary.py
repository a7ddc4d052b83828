import re
import time
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from ingest.reader.mentions import states
from ingest.reader.text import vocabulary
from ingest.reader.text.vocabulary import Entry, Lexicon
from tests.ingest.reader.text import proving

_ASKED = re.compile(r"""\b(?:search|search_within|may_have|has)\(\s*"([a-z_]+\.[a-z_]+)\"""")
"""A call that looks for the letters of an entry first."""


def test_the_longest_form_wins() -> None:
    lexicon = Lexicon([("Guinea", "GN"), ("Papua New Guinea", "PG")])
    assert [hit.meanings for hit in lexicon.find("In Papua New Guinea")] == [("PG",)]


def test_a_form_within_a_word_is_not_found() -> None:
    assert Lexicon([("Oman", "OM"), ("Mali", "ML")]).find("Romans and Somalis") == []


def test_a_shorter_word_is_found_where_the_longer_is_not_whole() -> None:
    lexicon = Lexicon([("Niger", "NE"), ("Niger Del", "x")])
    assert [hit.meanings for hit in lexicon.find("the Niger Delta")] == [("NE",)]


def test_every_row_of_the_gazetteer_is_well_formed() -> None:
    for row in vocabulary.rows("gazetteer.csv"):
        assert re.fullmatch(r"[A-Z]{2}|", row["code"]), row
        assert (row["code"] == "") == (row["type"] in {"group", "mask"}), row
        assert row["from"] <= row["to"] or not row["to"], row


def test_no_name_stands_for_two_states() -> None:
    codes: dict[str, set[str]] = {}
    for row in vocabulary.rows("gazetteer.csv"):
        if row["type"] in {"name", "demonym", "capital", "seat"} and not row["needs_context"]:
            codes.setdefault(row["form"], set()).add(row["code"])
    assert {form for form, found in codes.items() if len(found) > 1} == set()


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("Dutch", "NL"),
        ("Emirati", "AE"),
        ("Papua New Guinea", "PG"),
        ("DR Congo", "CD"),
        ("Mauritian", "MU"),
        ("Chadian", "TD"),
        ("Ni-Vanuatu", "VU"),
        ("U.S.", "US"),
        ("ROK", "KR"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("Türkiye", "TR"),
        ("Kyiv", "UA"),
        ("Downing Street", "GB"),
    ],
)
def test_a_form_stands_for_its_state(form: str, code: str) -> None:
    (hit,) = states.gazetteer().find(form)
    assert {entry.code for entry in hit.meanings if isinstance(entry, Entry)} == {code}


def test_all_patterns_compile() -> None:
    stages = vocabulary._patterns()
    for stage, entries in stages.items():
        for entry, parts in entries.items():
            if parts.keys() & {"before", "words", "after"}:
                assert vocabulary.pattern(f"{stage}.{entry}").pattern


def test_every_status_family_has_its_moods() -> None:
    families = {row["family"] for row in vocabulary.rows("status.csv")}
    assert families <= set(vocabulary.moods())


@pytest.mark.parametrize(
    "again", ["in aaa ", "on aaa ", "aaa and ", "the two of ", "with a ", "to "]
)
def test_no_pattern_goes_astray_on_what_repeats(again: str) -> None:
    """A sentence has 1,200 characters at the most; half a second is for a whole text."""
    file = resources.files("ingest.reader").joinpath("data", "patterns.toml")
    patterns = [
        vocabulary.pattern(f"{stage}.{one}")
        for stage, entries in tomllib.loads(file.read_text("utf-8")).items()
        for one in entries
        if "words" in entries[one]
    ]
    for head in ("", "france said ", "under the agreement "):
        text = (head + again * 400)[:1_200] + " it."
        for one in patterns:
            assert any(_seconds(one, text) < 0.25 for _ in range(3)), one.pattern


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the processor time of looking for it; of several tries one escapes the collector."""
    begun = time.process_time()
    pattern.search(text)
    pattern.match(text)
    return time.process_time() - begun


def test_every_pattern_is_asked_for() -> None:
    code = "".join(path.read_text("utf-8") for path in Path("ingest/reader").rglob("*.py"))
    written_out = set(re.findall(r'f"([a-z]+)\.\{', code))
    types = {row["type"] for row in vocabulary.rows("commitments.csv")}
    unasked = set()
    for stage, entries in vocabulary._patterns().items():
        shared = {parts.get("also") for parts in entries.values()}
        for one in entries.keys() - shared:
            asked = f'"{stage}.{one}"' in code
            asked = asked or (stage in written_out and (f'"{one}"' in code or one in types))
            unasked |= set() if asked else {f"{stage}.{one}"}
    assert unasked == set()


@pytest.mark.parametrize("table", ["instruments.csv", "status.csv", "topics.csv"])
def test_no_form_stands_in_a_table_twice(table: str) -> None:
    """Of two rows one would count for nothing, or say what the other does not."""
    forms = [row["form"] for row in vocabulary.rows(table)]
    assert sorted(forms) == sorted(set(forms))


def _gates() -> Iterator[tuple[str, str, list[str]]]:
    """Give each entry that `needs` letters, each pattern it is of, and the letters."""
    file = resources.files("ingest.reader").joinpath("data", "patterns.toml")
    for stage, entries in tomllib.loads(file.read_text("utf-8")).items():
        for one, parts in entries.items():
            if "needs" in parts:
                name = f"{stage}.{one}"
                yield from ((name, gated, parts["needs"]) for gated in parts.get("of", [name]))


@pytest.mark.parametrize(("gate", "gated", "needs"), tuple(_gates()))
def test_no_text_can_match_a_pattern_without_the_letters_it_needs(
    gate: str, gated: str, needs: list[str]
) -> None:
    assert proving.without(vocabulary.pattern(gated), needs) is None, gate


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\b(?:pacts?|deal) with", None),
        (r"\b(?:pacts?|deals?)(?= with)", None),
        (r"\bpac(?:t|k) with", "pack with"),
        (r"(?:pact)? (?:deal)*", " "),
        (r"[dp](?:act|eal)s{1,2}", "dacts"),
        (r"p(?:\w|-)ct", "p-ct"),
        (r"(?:the ){2,3}pac.", "the the pac "),
        (r"pac[^t]|deal[^a-z]?", "pac "),
    ],
)
def test_a_text_that_lacks_the_letters_is_found_where_one_can_match(
    pattern: str, text: str | None
) -> None:
    found = proving.without(re.compile(pattern), ["pact", "deal"])
    assert found == text


def test_a_pattern_that_needs_no_letters_is_not_searched_for_by_them() -> None:
    with pytest.raises(ValueError, match=r"series\.signed"):
        vocabulary.search("series.signed", "signed")


def test_what_is_searched_for_by_its_letters_tells_them() -> None:
    told = {gate for gate, _, _ in _gates()}
    asked = {
        name
        for path in Path("ingest/reader").rglob("*.py")
        for name in _ASKED.findall(path.read_text("utf-8"))
    }
    assert asked == told
