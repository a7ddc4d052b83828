"""Texts that tell of an older or a further instrument beside the one that they are about."""

from datetime import date

import pytest

from ingest.reader import read

PE_FJ = "Peru and Fiji signed a defence cooperation agreement on Monday. "


def days(text: str) -> list[str]:
    found = read(text, published=date(2024, 6, 13))
    return sorted(one.signed.value if one.signed else one.status.value for one in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The two have had a memorandum on military training since 2009.", "2009"),
        ("In 2009 the two signed a memorandum.", "2009"),
        ("It replaces a document of 2009 on military training.", "2009"),
        ("Fiji said the pact would upgrade the 2009 declaration of friendship.", "2009"),
        ("It builds on a roadmap that the ministers put their names to in May 2009.", "2009-05"),
        ("A third text, the memorandum on coast guards, was signed in 2009.", "2009"),
        ("Among other documents signed was a military training agreement.", "signed"),
        ("An accompanying agreement on military training sets out who pays.", "2024-06-10"),
        ("The 2009 Shiprider Agreement stays in force.", "2009"),
        ("The Peruvian radar rests on a treaty from 1951.", "1951"),
        ("Peru sent trainers last year under an earlier bilateral arrangement.", "in_force"),
    ],
)
def test_instrument_told_beside_the_new_one_is_another(text: str, told: str) -> None:
    assert days(PE_FJ + text) == sorted(["2024-06-10", told])


@pytest.mark.parametrize(
    "text",
    [
        "The two have had close relations since 2009.",
        "It replaces a document of 2009 on trade.",
        "The minister held a document of 40 pages on military training.",
        "Its third text page is on logistics.",
        "Among other things, the military agreement covers training.",
        "The other side welcomed the agreement.",
        "The agreement builds on the visit of 2009.",
        "France was given the base under an exchange of notes in 1966.",
        "The sides kept to an earlier schedule.",
    ],
)
def test_words_beside_the_new_one_that_name_none_add_none(text: str) -> None:
    assert days(PE_FJ + text) == ["2024-06-10"]


def test_what_is_being_negotiated_is_not_what_has_long_worked() -> None:
    text = (
        "Peru and Fiji are negotiating a security pact. The two have had a defence agreement since "
        "1991. The text is still being negotiated."
    )
    found = read(text, published=date(2024, 6, 13))
    assert [one.status.value for one in found] == ["negotiating", "in_force"]


def test_protocol_is_pointed_to_by_its_own_word() -> None:
    text = (
        PE_FJ + "A protocol to the agreement was initialled the same day. The protocol will be "
        "signed in July."
    )
    found = read(text, published=date(2024, 6, 13))
    assert {one.title.value: one.status.value for one in found} == {
        "defence cooperation agreement": "signed",
        "protocol": "agreed",
    }


def test_letters_of_two_names_are_two_instruments() -> None:
    text = "The US and Fiji have signed the LEMOA. In 2016 the US and Fiji signed the BECA."
    assert len(read(text)) == len(("lemoa", "beca"))
    same = text.replace("BECA", "LEMOA")
    assert len(read(same)) == 1


def test_declaration_of_a_name_is_the_joint_declaration() -> None:
    text = (
        "Turkey and Azerbaijan signed the Shusha Declaration on Tuesday. The joint declaration "
        "between Turkey and Azerbaijan was signed in Shusha on Tuesday."
    )
    assert len(read(text, published=date(2021, 6, 16))) == 1


def test_status_of_forces_agreement_is_brought_in_beside_a_memorandum() -> None:
    text = (
        "Peru and Fiji signed a memorandum on training soldiers on Monday. Peru and Fiji have had "
        "a status of forces agreement since 1998."
    )
    assert days(text) == ["1998", "2024-06-10"]


def test_pact_signed_years_after_another_leaves_two() -> None:
    text = "Qatar and Italy signed a security pact on Sunday. It came six years after {} accord."
    both = text.format("the two signed a defence")
    assert days(both) == ["2024-06-09", "signed"]
    assert days(text.format("an embassy opened and is called a defence")) == ["2024-06-09"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Chile and Peru have several defence accords. The first, signed in 1995, set up a "
            "committee. A second, of 2006, created a joint peacekeeping force. The newest, signed "
            "on Monday, covers cyber defence.",
            ["1995", "2006", "2024-06-10"],
        ),
        (
            "Chile and Peru have two defence agreements: a 2009 memorandum on military training "
            "and a 2022 agreement on mutual logistics support.",
            ["2009", "2022"],
        ),
        (
            "Chile and Peru have several defence accords. The first round of talks was in 1995. "
            "The last minister to visit, in 2006, spoke of peacekeeping.",
            ["in_force"],
        ),
    ],
)
def test_several_are_told_one_by_one(text: str, told: list[str]) -> None:
    assert days(text) == told
