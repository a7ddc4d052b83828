"""Texts with several instruments: which there are, whose, and with which standing."""

from datetime import date

import pytest

from ingest.reader import read

JP_PH = "Japan and the Philippines signed a reciprocal access agreement on Monday. "
PL_SE = "Poland signed a defence agreement with Sweden on Monday. "
BR_UY = "Uruguay and Brazil signed a defence pact in 2010"


def told(text: str) -> list[str]:
    found = read(text, published=date(2024, 6, 13))
    return sorted("-".join(one.parties.value) for one in found)


def signed(text: str) -> list[str]:
    found = read(text, published=date(2024, 6, 13))
    return sorted(one.signed.value if one.signed else "" for one in found)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (BR_UY + ", and another was signed in 2016.", ["2010", "2016"]),
        (BR_UY + ". A new one was signed in 2016.", ["2010", "2016"]),
        (BR_UY + ". They had signed one in 1995.", ["1995", "2010"]),
        (BR_UY + ". It replaced the previous one of 1995.", ["1995", "2010"]),
        (BR_UY + ". The old one, signed in 1995, was scrapped.", ["1995", "2010"]),
        (BR_UY + ". Its predecessor, signed in 1995, lapsed last year.", ["1995", "2010"]),
        (
            "Uruguay and Brazil signed a new defence memorandum on Monday, updating one signed in "
            "2015.",
            ["2015", "2024-06-10"],
        ),
        (
            "Uruguay and Brazil signed a memorandum on peacekeeping training in 2006 and another "
            "on defence industry in 2018.",
            ["2006", "2018"],
        ),
        (
            "Malta and Italy signed a security accord on Monday. Under a second accord signed the "
            "same day, Italian ships may use the port.",
            ["2024-06-10", "2024-06-10"],
        ),
        (
            "Malta and Italy signed a defence pact in March 2023. A protocol to the pact was "
            "signed in May 2024.",
            ["2023-03", "2024-05"],
        ),
        (
            "Malta and Italy signed two agreements on Monday. One is on maritime security, the "
            "other on the protection of classified information.",
            ["2024-06-10", "2024-06-10"],
        ),
        (
            "Malta and Italy signed a defence pact on Monday. They also have an agreement on the "
            "protection of military secrets.",
            ["", "2024-06-10"],
        ),
        (
            "Malta and Italy signed a defence pact on Monday, along with a maritime security "
            "agreement.",
            ["2024-06-10", "2024-06-10"],
        ),
    ],
)
def test_one_more_instrument_of_a_pair_is_another(text: str, days: list[str]) -> None:
    assert signed(text) == days


@pytest.mark.parametrize(
    "text",
    [
        BR_UY + ". It is one of the most important documents of the two states.",
        BR_UY + ", one that both sides called historic.",
        BR_UY + ". The two had signed one agreement after another.",
        BR_UY + ". One soldier was killed and another was wounded that day.",
        BR_UY + ". The minister and his predecessor had negotiated it for two years.",
        BR_UY + " and another on double taxation.",
        BR_UY + ". Paraguay has not signed one yet.",
        BR_UY + ". Brazil ordered three frigates and has an option for a fourth.",
        BR_UY + ". The one-page document was released on Monday.",
    ],
)
def test_words_that_only_look_like_one_more_are_none(text: str) -> None:
    assert told(text) == ["BR-UY"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (
            JP_PH
            + "Tokyo signed one with Australia in 2022 and is negotiating another with France.",
            ["AU-JP", "FR-JP"],
        ),
        (JP_PH + "Japan signed the same kind of agreement with Britain.", ["GB-JP"]),
        (JP_PH + "It is modelled on the ones with Australia and Britain.", ["AU-JP", "GB-JP"]),
        (
            JP_PH + "Like the agreements with Australia and Britain, it is valid for ten years.",
            ["AU-JP", "GB-JP"],
        ),
        (JP_PH + "Tokyo has comparable arrangements with Australia.", ["AU-JP"]),
        (
            JP_PH + "Japan has signed such pacts with several states, most recently with Britain.",
            ["GB-JP"],
        ),
    ],
)
def test_one_more_of_a_party_is_with_whom_it_says(text: str, others: list[str]) -> None:
    assert [pair for pair in told(text) if pair != "JP-PH"] == others


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (PL_SE + "An agreement with Norway is to be signed next week.", ["NO-PL", "PL-SE"]),
        (PL_SE + "An agreement with Norway on fisheries is to be signed next week.", ["PL-SE"]),
        (PL_SE + "No one expected a similar pact with Norway.", ["PL-SE"]),
        ("Chad and Niger have each signed a defence pact with Turkey.", ["NE-TR", "TD-TR"]),
        (
            "Niger annulled its military accord with the United States. It had already torn up its "
            "pacts with France.",
            ["FR-NE", "NE-US"],
        ),
        (
            "Djibouti, which hosts a French base, signed a security agreement with China in 2014.",
            ["CN-DJ"],
        ),
        (
            "The EU signed a security and defence partnership with Moldova on 21 May and with "
            "Norway on 28 May.",
            ["EU-MD", "EU-NO"],
        ),
        (
            "Mali and Russia signed a military agreement on Monday. Niger signed a similar one.",
            ["ML-RU", "NE-RU"],
        ),
    ],
)
def test_instruments_of_different_pairs_have_their_own_parties(text: str, pairs: list[str]) -> None:
    assert told(text) == pairs


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Jordan has defence agreements with the US (2021) and Turkey (2019).", ["2019", "2021"]),
        (
            "Ukraine has signed security agreements with Britain and Germany. The German one was "
            "signed in February.",
            ["", "2024-02"],
        ),
        (
            "Greece and Italy signed an amendment to the 1990 defence agreement on Monday.",
            ["1990", "2024-06-10"],
        ),
    ],
)
def test_each_of_several_has_its_own_day(text: str, days: list[str]) -> None:
    assert signed(text) == days


NE_TD = (
    "Niger and Chad sign border pact, build on 1993 accord\n"
    "NIAMEY - Niger and Chad signed an agreement on cross-border security cooperation on "
    "Thursday.\n"
    "The accord replaces one signed in 1993. Niger signed a similar one with Algeria in March and "
    "is negotiating another with Libya.\n"
    "It does not oblige either country to come to the other's defence. The agreement is valid for "
    "five years."
)


def test_a_story_goes_on_about_its_own_pact_after_others_are_told_in_passing() -> None:
    main, *others = read(NE_TD, published=date(2025, 11, 21))
    assert main.parties.value == ("NE", "TD")
    assert main.duration_years is not None
    assert main.duration_years.value == 5
    assert [(one.type, one.held) for one in main.commitments][-1] == ("mutual_defence", "excluded")
    assert all(one.duration_years is None and not one.commitments for one in others)


def test_a_year_in_the_name_of_another_instrument_is_no_day_of_signing() -> None:
    told = {
        (one.parties.value, one.signed.value if one.signed else None)
        for one in read(NE_TD, published=date(2025, 11, 21))
    }
    assert told == {
        (("NE", "TD"), "2025-11-20"),
        (("NE", "TD"), "1993"),
        (("DZ", "NE"), "2025-03"),
        (("LY", "NE"), None),
    }


def test_what_stands_for_an_instrument_is_named_by_its_words() -> None:
    records = read(NE_TD, published=date(2025, 11, 21))
    assert {one.title.value for one in records} == {"agreement", "1993 accord"}


def test_a_pact_of_another_year_than_the_signing_told_is_another() -> None:
    text = (
        "Fiji will end its policing agreement with China. The deal was signed in July 2023. "
        "The 2022 security pact between the two countries stays in place."
    )
    assert signed(text) == ["2022", "2023-07"]
    same = text.replace("July 2023", "July 2022")
    assert signed(same) == ["2022-07"]


def test_what_states_have_spoken_of_they_do_not_have() -> None:
    assert told("For years Chile and Peru have spoken of a border-security agreement.") == []
    assert told("For years Chile and Peru have had a border-security agreement.") == ["CL-PE"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "Peru and Fiji signed two defence memoranda in May, one on military training and one "
            "on cooperation between their coast guards.",
            [["military_training"], ["maritime_security"]],
        ),
        (
            "Peru and Fiji signed two memoranda on Monday: one on military training and another on "
            "coast guard cooperation.",
            [["military_training"], ["maritime_security"]],
        ),
        (
            "Peru and Fiji signed two agreements, one on military training and another on "
            "fisheries.",
            [["military_training"]],
        ),
    ],
)
def test_two_that_are_told_by_their_subjects_are_two(text: str, held: list[list[str]]) -> None:
    records = read(text, published=date(2024, 6, 13))
    assert [[one.type for one in record.commitments] for record in records] == held
