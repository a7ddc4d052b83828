from dataclasses import replace

from agreements.proposal import Proposal, ProposedMilestone, ProposedTerm, Quote
from agreements.said import Said

SIGNED = ProposedMilestone(
    kind="signed", date="2024-06-13", confidence=0.9, sources=(Quote(0, 6, "signed"),)
)
TITLE = ProposedTerm(name="title", value="Harbour Pact")
SAID = Said("approve", "A-1001", proposal=Proposal(("FJ", "KE"), (SIGNED, TITLE)))


def but(*statements: ProposedMilestone | ProposedTerm) -> Said:
    return replace(SAID, proposal=Proposal(("FJ", "KE"), statements))


def test_neither_order_nor_quotes_nor_doubt_make_a_difference() -> None:
    assert SAID.agrees_with(but(TITLE, replace(SIGNED, confidence=0.2, sources=())))


def test_one_value_makes_a_difference() -> None:
    assert not SAID.agrees_with(but(TITLE, replace(SIGNED, date="2024-06")))
    assert not SAID.agrees_with(but(SIGNED))
    assert not SAID.agrees_with(but(SIGNED, TITLE, TITLE))


def test_another_agreement_or_ruling_makes_a_difference() -> None:
    assert not SAID.agrees_with(replace(SAID, agreement=""))
    assert not SAID.agrees_with(replace(SAID, speaking=(0,)))


def test_two_rejections_agree_whatever_their_reasons() -> None:
    assert Said.rejection("Read wrongly").agrees_with(Said.rejection("Not an agreement"))
    assert not SAID.agrees_with(Said.rejection("Read wrongly"))
    assert not Said.rejection("Read wrongly").agrees_with(SAID)


def test_what_is_stored_is_read_again() -> None:
    for said in (SAID, Said.rejection("Read wrongly"), replace(SAID, speaking=(1,))):
        assert Said.from_json(said.to_json()) == said
