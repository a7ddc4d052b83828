"""The reader as a whole: what it promises of every text."""

import itertools
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.records import Record, Span, Value

NEWS = (
    "Estonia and Chile signed a ten-year security agreement in Tallinn on Monday. "
    "The agreement covers cyber defence and training. It does not oblige Chile to send troops."
)
PUBLISHED = date(2024, 6, 12)


@pytest.fixture(scope="module")
def lone_process() -> Iterator[Executor]:
    """A process of the reader alone, as workers have it: no test's heap and threads slow it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


def seconds(text: str) -> float:
    """Return the processor time of reading the text, once the reader is warm."""
    read(NEWS)
    begun = time.process_time()
    read(text, published=PUBLISHED)
    return time.process_time() - begun


def spans(record: Record) -> list[Span]:
    fields = [getattr(record, name) for name in record.__slots__]
    values = [one.span for one in fields if isinstance(one, Value)]
    promised = [one.span for one in record.commitments]
    return [*values, *promised, *(one.span for one in record.amounts)]


def test_a_plain_story_is_read_whole() -> None:
    (record,) = read(NEWS, published=PUBLISHED)
    assert record.parties.value == ("CL", "EE")
    assert record.status.value == "signed"
    assert record.signed is not None
    assert record.signed.value == "2024-06-10"
    assert record.duration_years is not None
    assert record.duration_years.value == 10
    assert record.place is not None
    assert record.place.value == "Tallinn"
    assert {(one.type, one.held) for one in record.commitments} == {
        ("cyber_security", "made"),
        ("military_training", "made"),
        ("force_presence", "excluded"),
    }
    assert record.salience == "main"


def test_importing_the_reader_imports_no_django() -> None:
    code = (
        "import sys, ingest.reader; "
        "ingest.reader.read('Japan and Chile signed a defence pact.'); "
        "sys.exit('django' in sys.modules or 'agreements' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


def test_reading_twice_gives_the_same() -> None:
    assert read(NEWS, published=PUBLISHED) == read(NEWS, published=PUBLISHED)


def test_every_span_lies_in_the_text() -> None:
    for record in read(NEWS, published=PUBLISHED):
        assert all(NEWS[span.start : span.end].strip() for span in spans(record))


def test_page_furniture_changes_no_record() -> None:
    before, after = "Skip to content\n\nMenu\n\n", "\n\nRead also: Poland signs a pact\n\nSubscribe"
    (plain,) = read(NEWS, published=PUBLISHED)
    (dressed,) = read(before + NEWS + after, published=PUBLISHED)
    assert dressed.status.value == plain.status.value
    assert [one.type for one in dressed.commitments] == [one.type for one in plain.commitments]
    moved = [Span(one.start + len(before), one.end + len(before)) for one in spans(plain)]
    assert spans(dressed) == moved


def test_a_span_is_never_empty() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        Span(3, 3)


def test_nothing_is_found_in_nothing() -> None:
    assert read("") == ()
    assert read(" \n\n ") == ()


def test_more_than_two_parties_make_no_record() -> None:
    assert read("Australia, Britain and the United States signed a security pact.") == ()
    assert read("The G7 adopted a declaration on security guarantees for Ukraine.") == ()


def test_a_denial_makes_no_record() -> None:
    assert read("Tokyo denied that it was negotiating a defence treaty with Taipei.") == ()


def test_an_agreement_of_companies_makes_no_record() -> None:
    assert read("Two Japanese companies signed a defence agreement with Chile's navy.") == ()


STATES = [
    "Japan", "Chile", "Peru", "Fiji", "Ghana", "Kenya", "Norway", "Sweden", "Poland", "Latvia",
    "Estonia", "Finland", "Denmark", "Belgium", "Austria", "Greece", "Turkey", "Kuwait", "Qatar",
    "Oman", "India", "Nepal", "Bhutan", "Laos", "Vietnam", "Malaysia", "Brunei", "Samoa",
    "Tonga", "Vanuatu", "Cuba", "Haiti", "Brazil", "Bolivia", "Uruguay", "Canada", "Mexico",
    "Egypt",
]  # fmt: skip
PAIRS = list(itertools.combinations(STATES, 2))


@pytest.mark.parametrize(
    "text",
    [
        "agreement " * 100_000,
        "w" * 1_000_000,
        "Japan, " * 10_000,
        " and ".join(["Japan", "Chad", "France"] * 3_400),
        "(" * 200_000 + ")" * 200_000,
        "Japan and Chad signed a security pact with Fiji. " * 20_000,
        "to be " * 160_000,
        "U.S. " * 200_000,
        "- x\n" * 250_000,
        "\u202e\u200b" * 400_000,
        "w" * 28 + "!",
        "not " * 250_000,
        "[{(<" * 100_000 + "treaty" + ">)}]" * 100_000,
        "Jаpаn and Сhilе signed a раct. " * 30_000,  # noqa: RUF001 - look-alike letters are meant
        "\u202eEstonia\u202c and \u200bChile signed a pact. " * 20_000,
        "agreement with Japan, Chile and Fiji in 2019, " * 20_000,
        "a " * 500_000 + "treaty",
        "signed in 2019 " * 60_000,
        "the deployment of the of the of the " * 25_000,
        "(" * 1_000 + "Japan" + ")" * 1_000 + " treaty with " * 50_000,
        "A, B, C and " * 80_000,
        '"' * 500_000,
        "Japan and Chile signed a defence pact on 5 May 2019. " * 20_000,
        " ".join(f"Japan and Chile signed a defence pact in {1900 + n % 120}." for n in range(900)),
        " ".join(f"{one} and {other} signed a defence pact." for one, other in PAIRS),
        "Japan and Chile signed two pacts. " + "The first, on training, allows visits. " * 20_000,
        "Japan signed defence pacts with " + ", ".join(STATES * 200) + ".",
        "Japan and Chile signed a pact. Chile said" + " in aaa" * 150 + " it. ",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_is_read_in_half_a_second(text: str, lone_process: Executor) -> None:
    assert lone_process.submit(seconds, text).result() < 0.5


def test_instruments_that_stand_for_each_other_come_to_an_end() -> None:
    before = (
        "Fiji signed a similar agreement with Australia in October 2022. "
        "Rabuka said he was reviewing a 2011 police agreement with China."
    )
    story = (
        "India and France signed 14 agreements, among them one on reciprocal logistics support "
        "between their armed forces and one on the exchange of classified information."
    )
    assert read(f"{before}\n\n{story.upper()}\n{story.lower()}")


def test_a_promise_in_capitals_is_read() -> None:
    who = "SAUDI ARABIA AND THE UNITED STATES SIGNED A DEFENCE PACT"
    text = f"{who} THAT WOULD COMMIT WASHINGTON TO DEFEND THE KINGDOM."
    assert read(text, published=PUBLISHED)
