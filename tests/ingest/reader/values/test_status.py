from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.records import Record


def only(text: str) -> Record:
    (record,) = read(text, published=date(2024, 6, 13))
    return record


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Japan and Chile will sign a defence pact. They signed the pact on Monday.", "signed"),
        (
            "Talks on a defence pact between Japan and Chile have begun.",
            "negotiating",
        ),
        ("Japan and Chile signed a defence pact. It entered into force in May.", "in_force"),
        ("Japan and Chile signed a defence pact in 2014. Chile scrapped the pact.", "terminated"),
        ("Chile's parliament ratified a defence pact with Japan.", "ratified"),
        ("Japan proposed a defence pact to Chile.", "proposed"),
        ("Chile suspended its defence pact with Japan.", "suspended"),
        ("Chile rejected a defence pact with Japan.", "rejected"),
        ("The defence pact with Japan that Chile has signed expired in May.", "expired"),
        ("Chile and Japan reaffirmed the 1951 Japan-Chile Mutual Defence Treaty.", "in_force"),
    ],
)
def test_the_latest_and_strongest_word_wins(text: str, status: str) -> None:
    assert only(text).status.value == status


def test_a_signing_to_come_is_expected() -> None:
    record = only("Japan and Chile will sign a defence pact on June 20.")
    assert record.signed is None
    assert record.expected_signing is not None
    assert record.expected_signing.value == "2024-06-20"


def test_an_end_has_its_date() -> None:
    record = only("Chile scrapped its defence pact with Japan on June 10.")
    assert record.ended is not None
    assert record.ended.value == "2024-06-10"


def test_the_year_in_a_name_is_the_year_of_signing() -> None:
    record = only("Chile stands by the 1951 Japan-Chile Mutual Defence Treaty.")
    assert record.signed is not None
    assert record.signed.value == "1951"


def test_a_wish_without_a_word_of_status_makes_no_record() -> None:
    assert read("A defence pact between Japan and Chile would help.") == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Armenia has asked India for a military cooperation agreement.", "proposed"),
        ("Riyadh is pressing Washington for a mutual defence treaty.", "proposed"),
        ("Peru has invited Chile to sign a military agreement.", "proposed"),
        ("Oman and Japan are exploring the possibility of signing a defence pact.", "proposed"),
        ("A defence agreement between Serbia and France is in the pipeline.", "negotiating"),
        ("Georgia is working with Qatar on a defence agreement.", "negotiating"),
        ("Chile and Argentina remain deadlocked over a military agreement.", "negotiating"),
        ("The defence pact between Chad and Turkey is ready for signing.", "agreed"),
        ("Egypt and Cyprus have not yet signed a defence pact, but the text is ready.", "agreed"),
        ("India's cabinet gave its nod to a military agreement with Kenya.", "agreed"),
        ("Chad is to vote next week on ratifying a defence pact with Mali.", "signed"),
        ("The bill ratifying Chad's defence pact with Mali goes before parliament.", "signed"),
        ("Chad's president signed a law ratifying a defence pact with Mali.", "ratified"),
        ("The Eduskunta voted 180 to 3 in favour of Finland's defence pact with Mali.", "ratified"),
        ("Japan and Poland brought their reciprocal access agreement into force.", "in_force"),
        ("The defence agreement between Oman and Turkey runs until 2030.", "in_force"),
        ("The military pact of Oman and Turkey, signed in 1953, remains the bedrock.", "in_force"),
        ("Kenya signed a defence pact with Oman in 2005. It was never annulled.", "in_force"),
        ("Senegal lifted the suspension of its military agreement with France.", "in_force"),
        ("Oman and Turkey signed a military pact in 2018. Oman suspended it.", "suspended"),
        ("The defence agreement between Mali and France has been in abeyance.", "suspended"),
        ("Chad has broken off its military agreement with France.", "terminated"),
        ("A defence pact of Oman and Qatar was signed in 2010 and scrapped in 2018.", "terminated"),
        ("A proposed status of forces agreement between Oman and Qatar was shelved.", "rejected"),
        ("A proposed security deal between Fiji and Samoa fell apart.", "rejected"),
        ("Plans for a military pact between Chad and Hungary were dropped.", "rejected"),
    ],
)  # fmt: skip
def test_each_way_of_telling_a_status_is_read(text: str, status: str) -> None:
    assert only(text).status.value == status


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("The defence treaty between Chile and Japan dates from 1951.", "1951"),
        ("Chile and Japan have been bound by a mutual defence pact since 1999.", "1999"),
        ("Last year's defence pact between Chile and Japan has yet to be ratified.", "2023"),
        ("The defence pact Chile and Japan had signed back in October 2022 is here.", "2022-10"),
        ("During talks on Monday, Chile and Japan signed a defence pact.", "2024-06-10"),
        ("Chile's parliament on Sunday debated a defence pact signed with Japan.", None),
        ("Chile's chief, who took office in May, signed a defence pact with Japan.", None),
        ("Chile and Fiji signed a defence pact Monday to replace one of 1963.", "2024-06-10"),
        ("TOKYO, May 10 (AFP) - Chile signed a defence pact with Japan on May 8.", "2024-05-08"),
        ("TOKYO, June 11 (Reuters) - Chile today signed a defence pact with Japan.", "2024-06-11"),
        ("TOKYO, June 11 - Chile on Monday praised the defence pact signed with Japan.", None),
    ],
)  # fmt: skip
def test_a_date_is_that_of_the_signing_only_where_it_is_told_of_it(
    text: str, signed: str | None
) -> None:
    found = read(text, published=date(2024, 6, 13))[0].signed
    assert (found.value if found else None) == signed


@pytest.mark.parametrize(
    ("text", "in_force"),
    [
        ("Chile and Fiji signed a defence pact in 2014; it took effect a year later.", "2015"),
        ("Fiji, Oman signed a defence pact in May 2014. It took effect a month later.", "2014-06"),
        ("Fiji and Oman signed a defence pact in 2014. It took effect the following year.", "2015"),
        ("The defence pact between Chile and Japan took effect at the start of the year.", "2024"),
    ],
)  # fmt: skip
def test_a_date_counted_from_another_is_that_of_the_entry_into_force(
    text: str, in_force: str
) -> None:
    found = only(text).in_force
    assert found is not None
    assert found.value == in_force


def test_ready_for_signing_in_july_is_a_day_to_come() -> None:
    found = only("A defence pact between Chile and Japan is slated for signature in July.")
    assert found.expected_signing is not None
    assert found.expected_signing.value == "2024-07"


def test_what_several_have_had_for_years_is_in_force_and_what_they_only_have_was_signed() -> None:
    published = date(2024, 6, 13)
    long_had = read(
        "Fiji has had visiting forces agreements with Chile since 1999 and with Peru since 2012.",
        published=published,
    )
    assert [one.status.value for one in long_had] == ["in_force", "in_force"]
    had = read("Fiji has visiting forces agreements with Chile and Peru.", published=published)
    assert [one.status.value for one in had] == ["signed", "signed"]


def test_work_under_a_pact_signed_in_a_month_of_last_year_shows_that_it_is_in_force() -> None:
    record = only("Chile trains the army of Fiji under a defence pact signed in October.")
    assert record.status.value == "in_force"
    new = only("Chile will train the army of Fiji under a defence pact signed on Monday.")
    assert new.status.value == "signed"


def test_what_each_owes_under_a_pact_of_an_earlier_year_shows_that_it_works() -> None:
    told = "Fiji is close to Chile, with which it signed a defence pact in 2021"
    assert only(f"{told}, under which each is to assist the other.").status.value == "in_force"
    assert only(f"{told}, a step that Peru criticised.").status.value == "signed"


def test_last_october_is_long_enough_ago_for_a_pact_to_work() -> None:
    record = only("Chile trains Fiji's army under a defence pact that was signed last October.")
    assert record.status.value == "in_force"


def test_a_signing_told_proves_signed_better_than_what_is_still_to_come() -> None:
    text = "Japan and Chile signed a defence pact. The pact must still be ratified."
    (record,) = read(text, published=date(2024, 6, 13))
    assert text[record.status.span.start : record.status.span.end] == "signed a defence pact"
