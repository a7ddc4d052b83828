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
        "A security memorandum between Turkey and Iraq was signed on 15 August 2023. The memorandum "
        "is part of a plan in an agreement that Turkey and Iraq signed on 22 April 2023."
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
    text = "China welcomed the news.Japan and Peru signed a defence pact.Brazil and Chile did not sign."
    assert [record.parties.value for record in told(text)] == [("JP", "PE")]
