from datetime import date

import pytest

from ingest.reader import read

SIGNED = "Kenya and Britain signed a defence cooperation agreement in Nairobi on Monday. "


def told(more: str) -> list[tuple[str, str, str]]:
    """Give each commitment: what becomes of it, its type, and the words that prove it."""
    text = SIGNED + more
    (record,) = read(text, published=date(2024, 6, 13))
    return [(one.held, one.type, text[one.span.start : one.span.end]) for one in record.commitments]


@pytest.mark.parametrize(
    ("more", "proof"),
    [
        ("It stops short of a mutual-defence clause.", "short of a mutual-defence"),
        (
            "It falls short of the duty in NATO's Article 5.",
            "short of the duty in NATO's Article 5",
        ),
        ('"There is no Article 5 here," an analyst said.', "no Article 5"),
        ("It is not a defence pact, an official said.", "not a defence pact"),
        ("There is no promise to fight.", "no promise to fight"),
        (
            "\"It doesn't drag us into anybody's wars,\" he said.",
            "doesn't drag us into anybody's wars",
        ),
        (
            "A mutual-defence clause was left out at Kenya's request.",
            "mutual-defence clause was left out",
        ),
        ("Nowhere does it speak of mutual defence.", "Nowhere does it speak of mutual defence"),
        ("Asked whether it had a mutual defence clause, he said no.", None),
        ("Does it oblige Britain to defend Kenya? No.", "oblige Britain to defend Kenya? No"),
        ("Officials denied that it was a mutual defence pact.", None),
        ("It is not legally binding, and contains no mutual defence clause.", "no mutual defence"),
    ],
)
def test_a_duty_to_defend_is_ruled_out_in_many_words(more: str, proof: str | None) -> None:
    ((held, code, words),) = told(more)
    assert (held, code) == ("excluded", "mutual_defence")
    assert words == (proof or words)


@pytest.mark.parametrize(
    "more",
    [
        "Officials would not say whether it provides for more troops.",
        "They would not be drawn on the number of troops.",
        "It is not known whether it contains a mutual defence clause.",
        "It is not clear whether the base will be used.",
        "Does it oblige Britain to defend Kenya? Nobody knows.",
        "Neither side shall join any full alliance against the other.",
        "They face no serious threat to one that is not a threat to the other.",
        "The text does not spell out a ban on nuclear weapons.",
    ],
)
def test_what_is_not_said_or_known_is_not_ruled_out(more: str) -> None:
    assert "excluded" not in [held for held, _, _ in told(more)]


def test_what_is_beyond_doubt_is_held() -> None:
    (first, *_) = told("The agreement leaves no doubt that an attack on one is an attack on both.")
    assert first[:2] == ("made", "mutual_defence")


def test_of_two_denials_the_nearer_is_the_proof() -> None:
    found = told("It includes neither a mutual defence clause nor a right to bases.")
    assert ("excluded", "force_presence", "nor a right to bases") in found


def test_none_of_several_speaks_of_all_that_are_there_however_far_back() -> None:
    between = "The weather was fine. " * 10
    text = (
        "Kenya signed a defence pact with Britain in May. It signed one with France in June. "
        f"Talks on a defence pact with Italy have begun. {between}"
        "None has a mutual defence clause."
    )
    found = read(text, published=date(2024, 8, 13))
    excluded = {
        "-".join(record.parties.value): [one.type for one in record.commitments] for record in found
    }
    assert excluded == {
        "GB-KE": ["mutual_defence"],
        "FR-KE": ["mutual_defence"],
        "IT-KE": [],
    }


def test_what_is_denied_twice_is_held() -> None:
    more = 'It says there is "no threat to one that would not be a threat to the other".'
    assert [(held, code) for held, code, _ in told(more)] == [("made", "mutual_defence")]


def test_what_none_of_some_states_has_is_not_said_of_their_pacts() -> None:
    more = "Kenya has such pacts with Chad and Togo. None of those, however, has a nuclear arsenal."
    every = read(SIGNED + more, published=date(2024, 6, 13))
    assert [one.commitments for one in every] == [(), (), ()]


@pytest.mark.parametrize("denial", ["does not oblige", "will not oblige", "may not oblige"])
def test_a_denial_is_proved_with_its_verb(denial: str) -> None:
    ((_, _, proof),) = told(f"It {denial} Kenya to send troops to Britain, the minister said.")
    assert proof.startswith(denial)
