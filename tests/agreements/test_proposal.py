import json
from dataclasses import replace
from decimal import Decimal

from agreements.proposal import (
    Citation,
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedTerm,
    Quote,
)

QUOTE = Quote(3, 9, "signed")
PROPOSAL = Proposal(
    parties=("GB", "UA"),
    statements=(
        ProposedTerm(name="title", value="A treaty", sources=(QUOTE,), wording="a 'treaty'"),
        ProposedMilestone(kind="signed", date="2024-06", place="Kyiv", party="UA", confidence=0.5),
        ProposedMilestone(kind="ratified", is_expected=True),
        ProposedCommitment(
            type="military_training",
            held="excluded",
            direction="one_way",
            debtor="GB",
            creditor="UA",
            strength="duty",
            condition="if asked",
            amount=Decimal("1234567890123456.78"),
            currency="GBP",
            period="a year",
            sources=(QUOTE, Quote(10, 12, "in")),
        ),
    ),
    parties_quote=Quote(0, 2, "UK"),
    parties_confidence=0.9,
    salience="side",
)


def test_proposal_comes_back_from_json_as_it_was() -> None:
    stored = json.loads(json.dumps(PROPOSAL.to_json()))
    assert Proposal.from_json(stored) == PROPOSAL


def test_proposal_stored_without_the_optional_parts_is_read() -> None:
    bare = Proposal.from_json({"parties": ["GB", "UA"], "statements": []})
    assert bare == Proposal(("GB", "UA"), ())


def test_only_quotes_are_stored_as_sources() -> None:
    cited = replace(PROPOSAL.statements[0], sources=(QUOTE, Citation("A handbook")))
    stored = Proposal(("GB", "UA"), (cited,)).to_json()
    assert Proposal.from_json(stored).statements[0].sources == (QUOTE,)


def test_statements_left_out_go_by_place_and_the_rest_stays() -> None:
    rest = PROPOSAL.without(frozenset({0, 2, 99}))
    assert rest.statements == (PROPOSAL.statements[1], PROPOSAL.statements[3])
    assert replace(rest, statements=PROPOSAL.statements) == PROPOSAL


def test_term_is_found_by_name() -> None:
    assert PROPOSAL.term("title") == "A treaty"
    assert PROPOSAL.term("kind") is None
