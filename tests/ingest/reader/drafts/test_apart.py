from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.records import Record


def told(text: str) -> list[Record]:
    return list(read(text, published=date(2024, 6, 13)))


def signed(text: str) -> list[str | None]:
    return [record.signed.value if record.signed else None for record in told(text)]


def test_treaty_and_a_later_agreement_of_another_name_are_two() -> None:
    text = (
        "The Mutual Defense Treaty between the United States and the Philippines dates from 1951. "
        "The Enhanced Defense Cooperation Agreement between the two countries gives US troops "
        "access to bases."
    )
    assert [record.kind.value for record in told(text) if record.kind] == [
        "mutual_defence_treaty",
        "defence_cooperation",
    ]


def test_agreement_signed_on_another_day_is_not_the_memorandum() -> None:
    text = (
        "A security memorandum between Turkey and Iraq was signed on 15 August 2023. The "
        "memorandum is part of a plan in an agreement that Turkey and Iraq signed on 22 April 2023."
    )
    assert sorted(signed(text), key=str) == ["2023-04-22", "2023-08-15"]


def test_pact_of_the_same_day_is_the_same() -> None:
    text = (
        "A security memorandum between Turkey and Iraq was signed on 15 August 2023. "
        "It is a pact signed on 15 August 2023 by Turkey and Iraq."
    )
    assert len(told(text)) == 1


def test_text_and_what_it_is_called_are_one() -> None:
    text = (
        "Turkey and Syria signed an accord on defence cooperation. The ministers put their "
        "signatures to the text, which is titled a memorandum of understanding on training."
    )
    assert len(told(text)) == 1


def test_similar_pacts_with_nobody_in_particular_say_nothing_of_this_one() -> None:
    text = (
        "Australia and Vanuatu will sign a security deal in September. "
        "Australia signed similar pacts with several of its other Pacific neighbours in May."
    )
    (record,) = told(text)
    assert record.status.value == "agreed"


@pytest.mark.parametrize(
    "text",
    [
        "A memorandum on defence cooperation was signed by Gulfarm, the arms group of the United "
        "Arab Emirates, and India's Deccan Aeronautics.",
        "Poland signed a defence agreement with the shipbuilder Nordwerft of Germany.",
        "The Maldives signed a drone deal with Turkey worth $37 million.",
        "Greece signed an agreement with France to buy three frigates.",
        "South Korea celebrated a defence export deal with Poland.",
        "Japan and Peru signed memoranda of cooperation on agriculture and tourism.",
        "Security guarantees remain at the heart of the Ukraine-Russia stalemate.",
        "Read https://example.org/2022/china-fiji-security-pact-signed for more on China and Fiji.",
    ],
)
def test_company_deals_purchases_and_addresses_are_no_instruments(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Poland signed a defence agreement with Germany on joint production by companies.",
        "The Maldives signed a drone pact with Turkey on joint patrols.",
        "Japan and Peru signed memoranda of cooperation on defence.",
        "Security guarantees from France for Ukraine were signed.",
    ],
)
def test_what_only_looks_like_them_is_one(text: str) -> None:
    assert len(told(text)) == 1


def test_sentences_that_a_page_has_glued_together_are_read_apart() -> None:
    text = "China welcomed it.Japan and Peru signed a defence pact.Brazil and Chile did not sign."
    assert [record.parties.value for record in told(text)] == [("JP", "PE")]


def test_pact_of_the_headline_is_the_protocol_of_the_story() -> None:
    text = (
        "Egypt, Somalia sign military pact\n\n"
        "Egypt and Somalia have signed a military cooperation protocol in Cairo."
    )
    (record,) = told(text)
    assert "protocol" in record.title.value


def test_treaty_known_by_name_is_not_the_new_one_nor_one_of_another_year() -> None:
    text = (
        "Australia and Indonesia will sign a security treaty in July. An earlier agreement, signed "
        "in 1995, was terminated. The Lombok Treaty is still in force."
    )
    assert {record.status.value for record in told(text)} == {"agreed", "terminated", "in_force"}


def test_that_deal_is_the_one_spoken_of_last_of_all() -> None:
    text = (
        "Australia and Indonesia agreed on a security treaty. The treaty goes further than an "
        "agreement signed in December 1995. That deal was terminated four years later."
    )
    assert {record.status.value for record in told(text)} == {"agreed", "terminated"}


def test_its_agreement_is_of_whom_the_sentence_before_speaks_of() -> None:
    text = (
        "The Philippines signed a visiting forces agreement with Canada. "
        "The Philippines wants more. "
        "Its Reciprocal Access Agreement with Japan was signed in 2023."
    )
    assert ("JP", "PH") in [record.parties.value for record in told(text)]


def test_similar_partnership_with_another_is_of_the_one_that_has_many() -> None:
    text = (
        "The EU signed a Security and Defence Partnership with Moldova. "
        "A similar partnership with Norway will be signed on 28 June."
    )
    assert [record.parties.value for record in told(text)] == [("EU", "MD"), ("EU", "NO")]


def test_agreements_that_were_signed_are_named_in_the_next_sentence() -> None:
    text = (
        "Australia and India held talks. Three agreements were signed by Australia and India on "
        "June 12. These include the Agreement on Information Sharing, and the Terms of Reference "
        "on the Establishment of Joint Staff Talks."
    )
    assert [record.status.value for record in told(text)] == ["signed", "signed"]


def test_one_of_two_is_told_and_then_the_other() -> None:
    text = (
        "Ecuador ratified two military cooperation agreements with the United States on June 11. "
        "The deals were signed in Washington in 2023. One is a status of forces agreement. "
        "The other agreement provides for joint patrols."
    )
    assert len(told(text)) == 2


def test_text_of_a_treaty_is_the_treaty() -> None:
    (record,) = told("Armenia and Chile have initialled the text of a security treaty.")
    assert record.status.value == "agreed"


def test_its_agreement_with_another_is_one_more() -> None:
    text = (
        "Estonia and Ukraine signed a security agreement. Latvia signed its agreement with Ukraine."
    )
    assert [record.parties.value for record in told(text)] == [("EE", "UA"), ("LV", "UA")]


def test_agreement_with_spain_is_the_one_told_before() -> None:
    text = (
        "Belgium and Ukraine signed a security agreement on May 28, a day after Kyiv concluded a "
        "similar document with Spain. Ukraine will sign a security agreement with Portugal. "
        "The agreement with Spain, signed in Madrid on May 27, is worth much."
    )
    assert {r.parties.value: r.status.value for r in told(text)} == {
        ("BE", "UA"): "signed",
        ("ES", "UA"): "signed",
        ("PT", "UA"): "agreed",
    }


def test_third_of_its_kind_after_those_with_others() -> None:
    text = (
        "Japan and the Philippines signed a reciprocal access agreement. "
        "It is Japan's third pact of this kind, after those with Australia and Britain."
    )
    assert {r.parties.value for r in told(text)} == {("JP", "PH"), ("AU", "JP"), ("GB", "JP")}


def test_alliance_after_those_with_others_names_no_instruments() -> None:
    text = (
        "Japan and the Philippines signed a reciprocal access agreement. "
        "It will be the third alliance, after those with Australia and Britain."
    )
    assert {r.parties.value for r in told(text)} == {("JP", "PH")}


def test_agreement_of_another_with_the_same_partner() -> None:
    text = (
        "Sweden and the United States signed a Defense Cooperation Agreement. "
        "Norway's agreement, signed in 2021, covers four sites."
    )
    assert {r.parties.value for r in told(text)} == {("SE", "US"), ("NO", "US")}


def test_menus_and_tags_are_no_part_of_the_story() -> None:
    assert told("Home | Japan | Peru signed defence pact | Sports") == []


def test_arrangement_of_another_month_is_another() -> None:
    text = (
        "India and the United States signed a defence framework on June 12. A Security of Supply "
        "Arrangement was concluded by India and the United States in August 2023."
    )
    assert len(told(text)) == 2


def test_accord_still_being_negotiated_is_not_the_memorandum_that_was_signed() -> None:
    text = (
        "Turkey and Syria signed a memorandum on military training, a first step toward a "
        "comprehensive defence accord that the two have been negotiating for months."
    )
    assert {record.status.value for record in told(text)} == {"signed", "negotiating"}


def test_its_own_and_whose_it_is_stand_for_one_more() -> None:
    text = (
        "Sweden and the United States signed a Defense Cooperation Agreement. Norway's has been in "
        "force since 2022. Denmark hopes to sign its own in July."
    )
    assert {r.parties.value: r.status.value for r in told(text)} == {
        ("SE", "US"): "signed",
        ("NO", "US"): "in_force",
        ("DK", "US"): "negotiating",
    }


def test_its_own_forces_are_no_instrument() -> None:
    text = (
        "Sweden and the United States signed a Defense Cooperation Agreement. "
        "Denmark will use its own forces. Norway's is a small army."
    )
    assert [r.parties.value for r in told(text)] == [("SE", "US")]


def test_day_of_an_agreement_that_only_the_headline_names_as_of_security() -> None:
    text = (
        "US and new NATO member Finland sign defense pact\n\n"
        "WASHINGTON (AP) - The United States signed an agreement Monday to bolster cooperation "
        "with NATO's newest member, Finland."
    )
    assert signed(text) == ["2024-06-10"]


def test_treaty_told_again_as_still_to_come_is_not_split_from_its_signing() -> None:
    text = (
        "Australia and Papua New Guinea signed a mutual defence treaty in Canberra on Monday. "
        "The cabinet had approved a landmark mutual defence treaty that would be signed soon."
    )
    assert len(told(text)) == 1
