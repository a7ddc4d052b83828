"""The timeline counts what the cards in the database say."""

from collections import Counter
from datetime import date
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from agreements import curation, filters, intake, timeline
from agreements.curation import Verdict
from agreements.models import Card, Milestone, Status
from agreements.proposal import Proposal, ProposedMilestone
from agreements.timeline import Happening
from tests.agreements.pages.conftest import MakeDraft, editor, make_draft, quote

__all__ = ["editor", "make_draft"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
UNSIGNED = (Status.PROPOSED, Status.NEGOTIATING, Status.AGREED)


def told_by_cards(query: QueryDict) -> dict[str, Counter[int]]:
    """Count by year what the cards say, without the tally."""
    day = filters.clocks(query).as_of
    found: dict[str, Counter[int]] = {what: Counter() for what in Happening}
    for card in filters.agreements(query):
        spans = [s for s in card.spans.all() if s.first_day <= day]
        begun = [s.first_day for s in spans if s.status == Status.IN_FORCE]
        ends = {s.first_day for s in spans if s.status in (Status.TERMINATED, Status.EXPIRED)}
        found["in_force"].update({min(begun).year} if begun else ())
        found["ended"].update({end.year for end in ends})
        found["changed"].update({at.year for at in changes(card) if at <= day})
        if card.signed_earliest and card.signed_latest and card.status not in UNSIGNED:
            years = {card.signed_earliest.year, card.signed_latest.year}
            found["signed"].update(years if len(years) == 1 else ())
    return found


def changes(card: Card) -> list[date]:
    held = Milestone.objects.filter(
        agreement=card.agreement_id,
        kind__in=["amended", "extended", "suspended", "resumed"],
        rank="preferred",
        known_from__lte=card.known_from,
    )
    rows = held.values_list("happened_by", "known_to")
    return [at for at, until in rows if at and (until is None or until > card.known_from)]


def assert_same(query: QueryDict) -> None:
    expected = told_by_cards(query)
    for what in Happening:
        years = timeline.years(filters.selected(query), what)
        counts = {year: count for year, count in years.counts.items() if count}
        assert counts == {y: n for y, n in expected[what].items() if y >= min(years.counts)}
        every = timeline.every(filters.selected(query), what, year=None)
        assert years.total == expected[what].total() == sum(1 for _ in every)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "party=US",
        "party=UA&commitment=military_training",
        "status=in_force&as_of=1994-06-30",
        "status=terminated&status=expired",
        "kind=declaration&signed_from=2000",
        "as_of=1930-01-01",
        "q=defence&as_of=2020-02-29",
    ],
)
def test_years_are_those_of_the_cards(query: str) -> None:
    assert_same(QueryDict(query))


def test_what_an_editor_changes_moves_and_the_past_stays(
    make_draft: MakeDraft, editor: User
) -> None:
    draft = make_draft()
    approved = curation.approve(draft.pk, editor, Verdict(version=draft.version))
    assert_same(QueryDict("party=KE"))
    curation.undo(approved.pk, editor)
    assert_same(QueryDict("party=KE"))
    then = QueryDict(urlencode({"known_at": approved.at.isoformat(), "party": "KE"}))
    assert_same(then)
    assert timeline.years(filters.selected(then), Happening.SIGNED).counts[2026] == 1


def test_every_change_of_one_agreement_is_told(editor: User) -> None:
    days = ["4 May 2024", "5 June 2025", "6 July 2026"]
    text = "".join(f"Kenya and Fiji amended the Harbour Pact on {day}. " for day in days)
    document, _ = intake.archive_document(intake.Text(text=text))
    amended = tuple(
        ProposedMilestone(
            kind="amended", date=date, confidence=0.9, sources=(quote(f"on {day}", text),)
        )
        for day, date in zip(days, ["2024-05-04", "2025-06-05", "2026-07-06"], strict=True)
    )
    signed = ProposedMilestone(
        kind="signed", date="2023", confidence=0.9, sources=(quote("Harbour Pact", text),)
    )
    proposal = Proposal(
        parties=("FJ", "KE"),
        parties_quote=quote("Kenya and Fiji", text),
        parties_confidence=0.9,
        statements=(signed, *amended),
    )
    number = intake.propose_draft(document, proposal, reader_version="t", ordinal=0, score=0.9)
    curation.approve(number, editor, Verdict(version=1))
    query = QueryDict("party=KE&partner=FJ")
    assert_same(query)
    found = timeline.every(filters.selected(query), Happening.CHANGED, year=None)
    assert [event.date for event in found] == ["2026-07-06", "2025-06-05", "2024-05-04"]
