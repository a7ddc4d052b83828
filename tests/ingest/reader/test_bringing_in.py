"""Ways in which an instrument and its two parties are brought in, and what only looks alike."""

from datetime import date

import pytest

from ingest.reader import read

PUBLISHED = date(2025, 6, 20)


def pairs(text: str) -> list[tuple[str, str]]:
    return [one.parties.value for one in read(text, published=PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "Armenia and France signed a programme of military cooperation for the coming year.",
            ("AM", "FR"),
        ),
        (
            "Serbia and Slovenia signed an annual plan of bilateral defence cooperation.",
            ("RS", "SI"),
        ),
        (
            "Belgium and Chad initialled a convention on the joint defence of an airspace.",
            ("BE", "TD"),
        ),
        ("Australia and Tonga signed a Statement of Partnership Intent on security.", ("AU", "TO")),
        ("Portugal and Angola renewed their framework programme of defence work.", ("AO", "PT")),
        ("Indonesia and Turkey signed a plan of action on defence cooperation.", ("ID", "TR")),
        (
            "Argentina and Peru entered into an understanding on military cooperation.",
            ("AR", "PE"),
        ),
        (
            "Kenya and Haiti signed an instrument on the deployment of police officers.",
            ("HT", "KE"),
        ),
        (
            "Oman and Kenya exchanged diplomatic notes on the training of soldiers.",
            ("KE", "OM"),
        ),
        (
            "Mozambican commandos will be trained under a framework programme signed in Lisbon "
            "by the defence ministers of Portugal and Mozambique.",
            ("MZ", "PT"),
        ),
    ],
)
def test_a_plain_word_is_an_instrument_where_it_is_signed(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "Serbia and Slovenia have a plan for defence.",
        "Norway and Chile discussed the defence programme of the coming year.",
        "Peru and Bolivia spoke of military cooperation, and signed the minutes of their meeting.",
        "Japan and Chile have an understanding of what military planners want.",
    ],
)
def test_a_plain_word_that_is_not_signed_is_none(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Poland and Romania signed a treaty of alliance on Tuesday.", ("PL", "RO")),
        ("Malaysia and Thailand signed terms of reference for joint border patrols.", ("MY", "TH")),
        ("A German-Dutch agreement on joint tank units came into force.", ("DE", "NL")),
        ("UK-Norway pact to guard undersea cables signed", ("GB", "NO")),
        ("Belize and Canada renewed a memorandum on the training of soldiers.", ("BZ", "CA")),
        (
            "Sudan and Ethiopia signed a memorandum of understanding to share information.",
            ("ET", "SD"),
        ),
        ("Costa Rica has renewed the joint patrol agreement with Panama.", ("CR", "PA")),
        (
            "Sweden has concluded an arrangement with Latvia on joint protection of cables.",
            ("LV", "SE"),
        ),
        (
            "The chiefs of the general staff of Fiji and Peru signed a cooperation plan.",
            ("FJ", "PE"),
        ),
        ("Cuba ratified the agreement with Russia on military cooperation.", ("CU", "RU")),
    ],
)
def test_what_a_name_is_about_makes_it_one_of_security(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Greek, Israeli defence ministers sign flight training centre agreement", ("GR", "IL")),
        (
            "An agreement on defence between Qatar and the emirate of Kuwait goes back to 1991.",
            ("KW", "QA"),
        ),
        ("The Italian Senate gave final approval to a defence pact with Bahrain.", ("BH", "IT")),
        (
            "Signed by the presidents of Chile and Peru in Lima, the agreement covers defence.",
            ("CL", "PE"),
        ),
        ("A treaty of defence between France and the Comoros dates from 1978.", ("FR", "KM")),
        (
            "The 1961 China-North Korea treaty obliges each side to come to the other's aid "
            "if attacked.",
            ("CN", "KP"),
        ),
        (
            "They signed a memorandum of understanding between Peru and Sri Lanka on a defence "
            "partnership.",
            ("LK", "PE"),
        ),
    ],
)
def test_the_two_parties_are_brought_in(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "If Turkey and Syria ever signed a defence pact, Israel would worry.",
        "Should Seoul and Tokyo sign a mutual defence treaty, the region would change.",
        "It is not true that Hungary has signed a military agreement with Serbia, she said.",
        "There was speculation that Iran and Pakistan would sign a defence pact.",
        "Reports that Chad and Niger had signed a defence treaty were dismissed as baseless.",
        "The Central Bank of Nigeria and the Bank of Ghana signed a cyber security memorandum.",
        "He proposed that we follow Manila, or Seoul, and sign a treaty of alliance.",
    ],
)
def test_what_nobody_signs_and_what_banks_sign_is_none(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Japan and Chile signed a defence pact if the reports are right.",
        "Reports that Japan and Chile had signed a defence pact were confirmed by Tokyo.",
    ],
)
def test_a_report_that_is_borne_out_is_one(text: str) -> None:
    assert pairs(text) == [("CL", "JP")]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Serbia signed a Status of Forces Agreement with NATO.", ("NATO", "RS")),
        (
            "Rwanda and the United Nations signed a memorandum of understanding on the "
            "deployment of peacekeepers.",
            ("RW", "UN"),
        ),
        ("Justin Trudeau signed a ten-year security agreement with Peru.", ("CA", "PE")),
        ("Damascus and Moscow signed a base treaty.", ("RU", "SY")),
        (
            "The defence ministers of Chad and Peru oversaw the exchange of a defence pact.",
            ("PE", "TD"),
        ),
        ("Japan and Chad exchanged notes on security assistance.", ("JP", "TD")),
    ],
)
def test_organisations_past_leaders_and_exchanges_bring_in_a_pair(
    text: str, pair: tuple[str, str]
) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "Japan signed a defence agreement with NATO members.",
        "NATO and its allies signed a declaration on the defence of the Baltic.",
        "Japan, Chile and NATO signed a defence agreement.",
    ],
)
def test_an_alliance_is_no_party_where_its_members_or_more_sign(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Niger and Chad signed an agreement on cross-border security cooperation on Thursday.",
            "agreement on cross-border security",
        ),
        ("Niger and Chad signed a military training pact.", "military training pact"),
        (
            "Chad signed a memorandum with Niger on military training in Niamey.",
            "memorandum with Niger on military training",
        ),
    ],
)
def test_what_an_instrument_is_of_is_proved_by_the_words_that_say_so(text: str, quote: str) -> None:
    (record,) = read(text)
    assert record.kind is not None
    proofs = {record.kind.span, *(one.span for one in record.commitments)}
    assert {text[span.start : span.end] for span in proofs} == {quote}
