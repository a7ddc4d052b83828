from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.comparing import as_statement
from agreements.holding import Holding
from agreements.merging import Plan, merge
from agreements.models import Agreement, Commitment, Evidence, Milestone, Statement, Term
from agreements.proposal import (
    Citation,
    Judgement,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
    Source,
)

TOLD = date(2024, 6, 20)
FIRST, SECOND = 1, 2
QUOTE = Quote(0, 4, "They")
OTHER = Quote(5, 8, "all")


def milestone(kind: str = "signed", on: str = "", **more: Any) -> ProposedMilestone:  # noqa: ANN401  any of its fields
    return replace(ProposedMilestone(kind=kind, date=on, sources=(QUOTE,)), **more)


def commitment(**more: Any) -> ProposedCommitment:  # noqa: ANN401  any of its fields
    bare = ProposedCommitment(type="military_training", strength="duty", sources=(QUOTE,))
    return replace(bare, **more)


def term(name: str, value: str) -> ProposedTerm:
    return ProposedTerm(name=name, value=value, sources=(QUOTE,))


def holding(*told: ProposedStatement) -> Holding:
    """What is held after a first document told of these."""
    held = Holding(Agreement(pk=1001, first_party_id="GB", second_party_id="UA"), [], [], [], [])
    return carried_out(held, merge(held, told, document_id=FIRST, told_on=TOLD), FIRST)


def carried_out(held: Holding, plan: Plan, document_id: int) -> Holding:
    """What is held when the plan has been carried out, without a database."""
    everything: list[Statement] = [*held.milestones, *held.commitments, *held.terms]
    kept = [s for s in everything if s not in plan.closings]
    for statement, sources in plan.supports:
        statement.shown += [evidence(source, document_id) for source in sources]
    for opening in plan.openings:
        inherited = opening.inherits.shown if opening.inherits else []
        opening.statement.pk = 1 + max((s.pk for s in everything), default=0)
        opening.statement.shown = [evidence(s, document_id) for s in opening.sources] + inherited
        everything.append(opening.statement)
        kept.append(opening.statement)
    return Holding(
        held.agreement,
        [s for s in kept if isinstance(s, Milestone)],
        [s for s in kept if isinstance(s, Commitment)],
        [s for s in kept if isinstance(s, Term)],
        [],
    )


def evidence(source: Source, document_id: int) -> Evidence:
    if isinstance(source, Quote):
        return Evidence(document_id=document_id, start=source.start, end=source.end)
    if isinstance(source, Citation):
        return Evidence(citation=source.text, citation_url=source.url)
    return Evidence(judgement=source.text, author_id=source.author_id)


def told(held: Holding, *statements: ProposedStatement) -> Plan:
    return merge(held, statements, document_id=SECOND, told_on=TOLD)


def ranks(plan: Plan) -> list[str]:
    return [str(opening.statement.rank) for opening in plan.openings]


EVERYTHING = (
    term("title", "Treaty"),
    term("amount", "USD 5"),
    milestone("signed", "2024-06-13", place="London"),
    milestone("signed", "2025", is_expected=True),
    milestone("extended", "2024-06-14"),
    milestone("ratified"),
    commitment(),
    commitment(direction="one_way", debtor="GB", creditor="UA", condition="if asked"),
    commitment(direction="one_way", debtor="UA", creditor="GB", amount=Decimal(5), currency="USD"),
    commitment(type="troop_deployment", held="excluded", direction="mutual"),
)


def test_same_proposal_a_second_time_plans_nothing() -> None:
    held = holding(*EVERYTHING)
    assert merge(held, EVERYTHING, document_id=FIRST, told_on=TOLD).is_empty


def test_same_told_elsewhere_is_more_evidence_and_nothing_else() -> None:
    held = holding(*EVERYTHING)
    plan = told(held, *EVERYTHING)
    assert (plan.openings, plan.closings) == ([], [])
    once = carried_out(held, plan, SECOND)
    assert {len(s.shown) for s in (*once.milestones, *once.commitments, *once.terms)} == {2}
    assert merge(once, EVERYTHING, document_id=SECOND, told_on=TOLD).is_empty


@pytest.mark.parametrize(
    "source", [QUOTE, Citation("A handbook", "https://book.test"), Judgement("So I hold", 7)]
)
def test_evidence_that_is_there_is_not_doubled(source: Source) -> None:
    twice = replace(term("title", "Treaty"), sources=(source, source))
    held = holding(twice, twice)
    assert len(held.terms[0].shown) == 1
    assert merge(held, (twice, twice), document_id=FIRST, told_on=TOLD).is_empty


def test_evidence_told_twice_in_one_proposal_is_added_once() -> None:
    held = holding(term("title", "Treaty"))
    plan = told(held, term("title", "Treaty"), term("title", "TREATY"))
    assert plan.supports == [(held.terms[0], [QUOTE])]


@pytest.mark.parametrize(
    ("rough", "exact"),
    [("", "2024"), ("2024", "2024-06"), ("2024-06", "2024-06-13"), ("202X", "2024")],
)
def test_more_exact_date_takes_over_with_the_evidence(rough: str, exact: str) -> None:
    held = holding(milestone(on=rough, place="London"))
    plan = told(held, milestone(on=exact))
    assert plan.closings == [held.milestones[0]]
    (after,) = carried_out(held, plan, SECOND).milestones
    assert (after.date, after.place, after.rank) == (exact, "London", "preferred")
    assert {e.document_id for e in after.shown} == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("exact", "rough"), [("2024", ""), ("2024-06-13", "2024-06"), ("2024-06-13", "202X")]
)
def test_less_exact_date_is_evidence_for_the_exact_one(exact: str, rough: str) -> None:
    held = holding(milestone(on=exact))
    assert told(held, milestone(on=rough)).supports == [(held.milestones[0], [QUOTE])]


def test_quote_read_more_exactly_a_second_time_is_not_doubled() -> None:
    held = holding(milestone(on="2024"))
    plan = merge(held, [milestone(on="2024-06-13")], document_id=FIRST, told_on=TOLD)
    (after,) = carried_out(held, plan, FIRST).milestones
    assert (after.date, len(after.shown)) == ("2024-06-13", 1)


def test_place_joins_a_more_exact_date() -> None:
    held = holding(milestone(on="2024-06-13"))
    (after,) = carried_out(
        held, told(held, milestone(on="2024", place="London")), SECOND
    ).milestones
    assert (after.date, after.place) == ("2024-06-13", "London")


@pytest.mark.parametrize("other", [{"date": "2024-06-14"}, {"date": "2024-06-13", "place": "Kyiv"}])
def test_contradiction_is_contested_beside_the_preferred(other: dict[str, Any]) -> None:
    held = holding(milestone(on="2024-06-13", place="London"))
    plan = told(held, replace(milestone(), **other))
    assert (ranks(plan), plan.closings) == (["contested"], [])
    both = carried_out(held, plan, SECOND)
    assert [m.rank for m in both.milestones] == ["preferred", "contested"]
    assert merge(both, [replace(milestone(), **other)], document_id=SECOND, told_on=TOLD).is_empty


def test_what_is_expected_and_what_happened_are_two_things() -> None:
    held = holding(milestone(on="2024-07", is_expected=True))
    assert ranks(told(held, milestone(on="2024-06-13"))) == ["preferred"]


def test_ratifications_by_each_party_stand_side_by_side() -> None:
    held = holding(milestone("ratified", "2024-07-01", party="GB"))
    assert ranks(told(held, milestone("ratified", "2024-08-01", party="UA"))) == ["preferred"]


def test_what_can_happen_again_stands_side_by_side() -> None:
    held = holding(milestone("extended", "2024-06-13"))
    assert ranks(told(held, milestone("extended", "2025-06-13"))) == ["preferred"]


def test_milestone_had_happened_when_the_source_told_of_it() -> None:
    def happened_by(on: str, *, is_expected: bool = False) -> date | None:
        statement = as_statement(milestone(on=on, is_expected=is_expected), TOLD)
        return statement.happened_by  # type: ignore[union-attr]  # a milestone

    assert happened_by("2024-06-13") == date(2024, 6, 13)
    assert happened_by("2024") == TOLD
    assert happened_by("") == TOLD
    assert happened_by("XXXX-06-13") == TOLD
    assert happened_by("2024-06-21") == date(2024, 6, 21)
    assert happened_by("2025", is_expected=True) is None


def test_direction_stated_by_one_source_refines_the_other() -> None:
    held = holding(commitment(condition="if asked"))
    plan = told(held, commitment(direction="one_way", debtor="GB", creditor="UA"))
    (after,) = carried_out(held, plan, SECOND).commitments
    assert (after.direction, after.debtor_id, after.condition) == ("one_way", "GB", "if asked")
    assert {e.document_id for e in after.shown} == {FIRST, SECOND}
    again = carried_out(held, plan, SECOND)
    assert told(again, commitment()).openings == []


def test_direction_refined_within_one_proposal_is_one_commitment() -> None:
    exact = replace(commitment(direction="one_way", debtor="GB", creditor="UA"), sources=(OTHER,))
    held = holding(commitment(), exact)
    (only,) = held.commitments
    assert (only.direction, only.rank, len(only.shown)) == ("one_way", "preferred", 2)
    assert merge(held, (commitment(), exact), document_id=FIRST, told_on=TOLD).is_empty


def test_each_direction_is_a_commitment_of_its_own() -> None:
    held = holding(commitment(direction="one_way", debtor="GB", creditor="UA"))
    other = commitment(direction="one_way", debtor="UA", creditor="GB")
    assert ranks(told(held, other)) == ["preferred"]


def test_commitment_of_the_same_direction_is_refined_before_one_of_none() -> None:
    one_way = commitment(direction="one_way", debtor="GB", creditor="UA", strength="intent")
    held = holding(commitment(strength="intent"))
    held = Holding(held.agreement, [], [*held.commitments, *holding(one_way).commitments], [], [])
    plan = told(held, replace(one_way, strength="duty"))
    assert [s.direction for s in plan.closings] == ["one_way"]  # type: ignore[attr-defined]  # commitments


@pytest.mark.parametrize(("first", "second"), [("made", "excluded"), ("excluded", "made")])
def test_what_one_source_excludes_and_another_makes_is_contested(first: str, second: str) -> None:
    held = holding(commitment(held=first, direction="one_way", debtor="GB", creditor="UA"))
    plan = told(held, commitment(held=second))
    (contested,) = plan.openings
    assert contested.statement.rank == "contested"
    assert contested.statement.direction == "not_stated"  # type: ignore[attr-defined]  # as its own source has it


def test_firmer_commitment_takes_over_and_a_weaker_one_does_not() -> None:
    weak, firm = commitment(strength="intent"), commitment(strength="duty")
    assert told(holding(weak), firm).closings
    assert not told(holding(firm), weak).closings


def test_sum_joins_a_commitment_without_making_it_weaker() -> None:
    held = holding(commitment(strength="duty"))
    plan = told(
        held,
        commitment(strength="mentioned", amount=Decimal("5.50"), currency="USD", period="a year"),
    )
    (after,) = carried_out(held, plan, SECOND).commitments
    assert (after.amount, after.currency, after.period, after.strength) == (
        Decimal("5.50"),
        "USD",
        "a year",
        "duty",
    )
    assert told(carried_out(held, plan, SECOND), commitment()).openings == []


@pytest.mark.parametrize("other", [(Decimal(6), "USD"), (Decimal(5), "EUR")])
def test_another_sum_is_contested(other: tuple[Decimal, str]) -> None:
    held = holding(commitment(amount=Decimal(5), currency="USD"))
    plan = told(held, commitment(amount=other[0], currency=other[1]))
    assert (ranks(plan), plan.closings) == (["contested"], [])
    assert told(held, commitment(amount=Decimal("5.00"), currency="USD")).openings == []


def test_condition_joins_a_commitment_that_had_none() -> None:
    held = holding(commitment())
    plan = told(held, commitment(condition="if asked"))
    after = carried_out(held, plan, SECOND)
    assert [c.condition for c in after.commitments] == ["if asked"]
    assert told(after, commitment(condition="when asked")).openings == []


@pytest.mark.parametrize(
    ("name", "one", "same", "other"),
    [
        ("title", "Treaty of  London", "TREATY of London", "Treaty of Kyiv"),
        ("duration_years", "10", "10", "5"),
        ("legally_binding", "true", "true", "false"),
    ],
)
def test_another_value_of_a_term_is_contested(name: str, one: str, same: str, other: str) -> None:
    held = holding(term(name, one))
    assert told(held, term(name, same)).openings == []
    assert ranks(told(held, term(name, other))) == ["contested"]


@pytest.mark.parametrize("name", ["identifier", "amount", "doubt"])
def test_terms_of_which_there_are_several_stand_side_by_side(name: str) -> None:
    assert ranks(told(holding(term(name, "one:1")), term(name, "two:2"))) == ["preferred"]


def test_plan_of_an_empty_proposal_is_empty() -> None:
    assert told(holding(*EVERYTHING)).is_empty
    assert isinstance(as_statement(term("title", "Treaty"), TOLD), Term)
