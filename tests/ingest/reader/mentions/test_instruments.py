import pytest

from ingest.reader.mentions import instruments
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.text import prose


def found(text: str) -> list[InstrumentMention]:
    parsed = prose.parse(text)
    return [one for mentions in instruments.find(parsed).values() for one in mentions]


def names(text: str) -> list[str]:
    parsed = prose.parse(text)
    return [parsed.plain[one.span.start : one.span.end] for one in found(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They signed a mutual defence treaty.", "mutual_defence_treaty"),
        ("They signed a visiting forces agreement.", "status_of_forces"),
        ("They signed a reciprocal access agreement.", "reciprocal_access"),
        ("They signed an Acquisition and Cross-Servicing Agreement.", "logistics"),
        (
            "They signed an agreement on the protection of classified information.",
            "information_security",
        ),
        ("They signed a security and defence partnership.", "defence_cooperation"),
        (
            "They signed a memorandum of understanding on defence cooperation.",
            "defence_cooperation",
        ),
        ("US security guarantees were offered.", "security_guarantees"),
    ],
)
def test_a_name_tells_the_kind(text: str, kind: str) -> None:
    assert [one.kind for one in found(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "They signed a free trade agreement.",
        "They signed a social security agreement.",
        "They signed an extradition treaty.",
        "There was no defence pact.",
        "They signed a trilateral security pact.",
        "They signed a civil nuclear agreement.",
    ],
)
def test_what_is_no_instrument_of_security_is_barred(text: str) -> None:
    assert all(one.is_barred for one in found(text))


def test_a_name_begins_after_its_verb() -> None:
    assert names("Japan has signed security and defence pacts.") == ["security and defence pacts"]


def test_a_proper_name_goes_on_after_its_noun() -> None:
    assert names("They hailed the Joint Declaration on Security Cooperation between them.") == [
        "Joint Declaration on Security Cooperation"
    ]


def test_letters_stand_for_the_name_they_follow() -> None:
    mentions = found("They signed a Visiting Forces Pact (VFP). The VFP is old.")
    assert [one.kind for one in mentions] == ["status_of_forces", "status_of_forces"]


def test_a_bare_noun_is_bare_and_a_year_is_kept() -> None:
    (bare,) = found("He left the 1951 treaty.")
    assert bare.is_bare
    assert bare.year == 1951


def test_a_comparison_is_no_mention() -> None:
    (mention,) = found("It would work like a NATO-style defence treaty.")
    assert mention.is_barred


def test_an_instrument_known_by_name_brings_its_parties() -> None:
    (lombok,) = found("Jakarta stands by the Lombok Treaty.")
    assert lombok.parties == ("AU", "ID")


def test_a_strategic_partnership_is_a_relation_and_no_instrument() -> None:
    assert found("They praised their strategic partnership.") == []


def test_a_table_of_agreements_is_not_read() -> None:
    assert found("security pact " * 30) == []


def test_a_title_goes_on_with_its_subject_however_that_is_joined() -> None:
    assert names("They extended the Agreement Regarding the Storage of Naval Fuel in 2019.") == [
        "Agreement Regarding the Storage of Naval Fuel"
    ]
    assert names("The Agreement between Chad and Togo on Joint Patrols was shelved.") == [
        "Agreement between Chad and Togo on Joint Patrols"
    ]
    assert names("Their Access Agreement with Togo took effect on Sept. 3.") == ["Access Agreement"]


def test_a_framework_that_a_pact_provides_is_none_of_its_own() -> None:
    assert names("They signed a pact that provides a framework for joint patrols.") == ["pact"]
    assert names("They signed a defence framework.") == ["defence framework"]


@pytest.mark.parametrize(
    "text",
    [
        "The army of Togo hosted Exercise Shared Accord with Fiji last year.",
        "What Togo gets has been the subject of a good deal of speculation.",
        "Chad, Togo and Benin formed a bloc of their own.",
    ],
)
def test_words_that_name_something_else_are_no_instrument(text: str) -> None:
    assert found(text) == []
