from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.mentions import instruments
from ingest.reader.relations import events, scenes
from ingest.reader.relations.events import Event
from ingest.reader.text import prose


def told(text: str, which: int = 0) -> tuple[Event, ...]:
    parsed = prose.parse(text)
    mentions = instruments.find(parsed)[0]
    here = scenes.of(parsed, parsed.sentences[0].span, mentions)
    return events.of_mention(here, mentions[which])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Japan signed a defence pact.", "signed"),
        ("A defence pact was signed.", "signed"),
        ("They are set to sign a defence pact.", "agreed"),
        ("They have concluded a defence pact.", "agreed"),
        ("Talks on a defence pact have begun.", "negotiating"),
        ("The defence pact entered into force.", "in_force"),
        ("Chad scrapped a defence pact.", "terminated"),
        ("The defence pact expired.", "expired"),
        ("They considered a defence pact.", "proposed"),
        ("Parliament ratified the defence pact.", "ratified"),
    ],
)
def test_a_status_word_is_bound_to_its_instrument(text: str, status: str) -> None:
    assert status in {event.status for event in told(text)}


def test_a_word_beyond_a_break_is_not_bound() -> None:
    assert told("Japan signed nothing, but a defence pact is dear to it.") == ()


def test_a_word_that_another_instrument_takes_is_not_bound() -> None:
    assert told("Japan signed a trade deal which helps its defence pact.", 1) == ()


def test_two_instruments_share_one_word() -> None:
    assert told("Japan signed a defence pact and a logistics agreement.", 1)[0].status == "signed"


def test_a_date_is_bound_to_the_nearest_word() -> None:
    (event,) = told("The defence pact signed on May 3, 2023 was praised on June 4, 2024.")
    assert event.date is not None
    assert event.date.edtf(date(2024, 6, 5), ahead=False) == "2023-05-03"


def test_each_of_several_has_the_date_beside_it() -> None:
    text = "They signed the Logistics Agreement (LA) in 2016 and the Defence Agreement in 2018."
    years = [event.date.year for which in (0, 1) for event in told(text, which) if event.date]
    assert years == [2016, 2018]


def test_a_sentence_that_begins_with_it_goes_on() -> None:
    parsed = prose.parse("It entered into force in 2021.")
    (event,) = events.of_pronoun(scenes.of(parsed, parsed.sentences[0].span, ()))
    assert event.status == "in_force"


def test_what_others_do_in_a_sentence_with_it_is_not_told_of_it() -> None:
    parsed = prose.parse("It is said that the minister who signed letters has left the house.")
    assert events.of_pronoun(scenes.of(parsed, parsed.sentences[0].span, ())) == ()


def test_a_day_on_which_they_meet_and_sign_is_the_day_of_the_signing() -> None:
    together = "Kenya and Fiji will hold a summit on June 13 and sign a security agreement."
    (record,) = read(together, published=date(2024, 6, 1))
    assert record.expected_signing is not None
    assert record.expected_signing.value == "2024-06-13"


def test_a_month_of_talks_is_not_the_month_of_the_signing() -> None:
    apart = "Kenya and Fiji held talks last month and signed a security agreement in Suva."
    (record,) = read(apart, published=date(2024, 6, 1))
    assert record.signed is None


def test_the_same_day_in_the_first_words_of_a_text_is_no_day() -> None:
    assert read("The same day Kenya and Fiji signed a defence pact.")[0].signed is None
