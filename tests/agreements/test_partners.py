"""Partners, their ties and what is owed, counted anew from the cards."""

import json
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.contrib.auth.models import User

from agreements import cards, curation, partners, tally
from agreements.models import Card
from agreements.standing import GROUP_OF, GROUPS
from tests.agreements.pages.conftest import MakeDraft, editor, make_draft

__all__ = ["editor", "make_draft"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
DAYS = [date(1955, 1, 1), date(2014, 6, 1), date(2026, 11, 22)]


def standing(day: date, *codes: str) -> list[Card]:
    return [c for c in cards.standing_on(day) if set(codes) <= set(c.parties)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("party", ["US", "UA", "GB", "JP"])
def test_a_partner_stands_as_the_strongest_agreement_with_it(day: date, party: str) -> None:
    groups = defaultdict(list)
    for card in standing(day, party):
        (other,) = set(card.parties) - {party}
        groups[other].append(list(GROUPS).index(GROUP_OF[card.status]))
    expected = [(c, len(found), list(GROUPS)[min(found)]) for c, found in sorted(groups.items())]
    own = tally.select(day).of_any_party([party])
    assert [(p.code, p.count, p.standing) for p in partners.partners(own, party)] == expected


@pytest.mark.parametrize("day", DAYS)
def test_ties_are_the_agreements_in_force_between_them(day: date) -> None:
    codes = ["US", "GB", "FR", "DE", "JP", "AU", "PL"]
    counts = Counter(
        (min(c.parties), max(c.parties))
        for c in standing(day)
        if set(c.parties) <= set(codes) and c.status == "in_force"
    )
    assert partners.ties(tally.select(day), codes) == dict(counts)


def test_what_is_given_by_one_is_received_by_the_other(make_draft: MakeDraft, editor: User) -> None:
    draft = make_draft()
    verdict = curation.Verdict(version=draft.version)
    curation.approve(draft.pk, editor, verdict)
    own = tally.select(date(2026, 11, 22)).between(["FJ", "KE"])
    (card,) = standing(date(2026, 11, 22), "FJ", "KE")
    types = [entry["type"] for entry in json.loads(card.row_json)["commitments"]]
    kenya = {b.type: b for b in partners.balances(own, "KE", types)}
    fiji = {b.type: b for b in partners.balances(own, "FJ", types)}
    assert (kenya["military_training"].given, kenya["military_training"].received) == (1, 0)
    assert (fiji["military_training"].given, fiji["military_training"].received) == (0, 1)
    assert kenya["military_training"].strengths == ("intent",)
    assert (kenya["mutual_defence"].count, kenya["mutual_defence"].excluded) == (0, 1)
