import pytest

from ingest.reader.drafts import walk
from ingest.reader.relations import page
from ingest.reader.text import prose
from ingest.reader.values import passages

SIGNED = "Chile and Estonia signed a defence pact on Monday. "


def told(text: str) -> list[int]:
    """Give the numbers of the sentences that tell of the first instrument of a text."""
    article = page.Page(prose.parse(text), page.Hints(None, None, None))
    read = walk.Walk(article)
    return [passages.number_of(read, one) for one in passages.find(read, read.drafts.all[0])]


@pytest.mark.parametrize(
    "more",
    [
        "It also covers demining.",
        "Sweeping as it is, it does not found an alliance.",
        "The minister said it would bring joint exercises.",
        "A further clause deals with demining.",
        "Demining is foreseen too.",
        "Under it, Tallinn will train divers.",
        "The document speaks of demining.",
        "If one party is attacked, the other helps.",
        "Estonia will provide weapons.",
        "Tallinn and Santiago will step up joint production of arms.",
        "A joint commission will oversee demining.",
        "Defence industries are to be brought together.",
        "Estonian yards will overhaul ships.",
        "Patrols of the border will be run jointly.",
    ],
)
def test_a_sentence_goes_on_about_an_instrument(more: str) -> None:
    assert told(SIGNED + more) == [0, 1]


@pytest.mark.parametrize(
    "more",
    [
        "Peru will provide weapons.",
        "In a speech he said it would bring demining.",
        "They argue that it would bring demining.",
        "Joint exercises began in May.",
    ],
)
def test_a_sentence_of_others_does_not(more: str) -> None:
    assert told(SIGNED + more) == [0]


def test_what_follows_a_question_about_it_is_the_answer() -> None:
    points = "What does it say?\n\n- Demining.\n\n- Courses for divers."
    assert told(f"{SIGNED}\n\n{points}") == [0, 2, 3]


def test_points_that_hang_on_nothing_of_it_are_left_out() -> None:
    assert told(f"{SIGNED}\n\nAlso in the news.\n\n- Demining in Peru.") == [0]


def test_two_sentences_of_other_things_end_it() -> None:
    assert told(f"{SIGNED}Rain fell. Crowds came. It also covers demining.") == [0]


def test_what_is_only_said_of_an_instrument_is_told_of_the_main_one_far_off_too() -> None:
    far = "Rain fell. Crowds came. Both will consult within 24 hours if either is attacked."
    assert told(SIGNED + far) == [0, 3]


def test_the_agreement_is_the_main_one_wherever_it_is_named() -> None:
    assert told(f"{SIGNED}Rain fell. Crowds came. The document covers demining.") == [0, 3]


def test_an_older_instrument_told_in_passing_goes_on_in_the_past_tense() -> None:
    assert told(f"{SIGNED}It opened the way to joint drills.") == [0, 1]


def test_they_who_met_are_not_what_was_signed() -> None:
    met = "The leaders also spoke of the sea. They agreed to work together on space."
    assert told(SIGNED + met) == [0]


def test_the_deal_is_again_the_topic_long_after_one_told_in_passing() -> None:
    more = "The pact covers demining. Peru signed a defence pact with Chile in 2019. "
    far = "Rain fell. Crowds came. Under the deal both will train divers."
    assert 5 in told(SIGNED + more + far)


def test_what_leaders_affirm_in_a_readout_is_of_their_talks() -> None:
    said = "The two leaders also affirmed the importance of demining."
    agreed = "The two leaders also agreed to clear mines under it."
    assert told(SIGNED + said) == [0]
    assert told(SIGNED + agreed) == [0, 1]
