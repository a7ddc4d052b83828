import json
import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import cards, curation, ledger
from agreements.folding import holdings
from agreements.merging import merge
from agreements.models import Agreement, Card, Decision, Draft, Party, RecordVersion, StatusSpan
from agreements.proposal import Citation, ProposedCommitment, ProposedMilestone, ProposedTerm
from agreements.verification import verify
from tests import cast
from tests.days import today

MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def told(card: Card) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(cards.item(card))
    return answer


def shown(known_at: datetime | None = None, day: date | None = None) -> dict[int, str]:
    """What a list and an agreement's page say, by agreement."""
    standing = cards.standing_on(day or today(), known_at=known_at)
    return {c.agreement_id: cards.item(c) for c in standing}


def test_card_tells_everything_with_its_evidence() -> None:
    story = cast.signed().commitment(debtor="GB", creditor="UA").term("kind", "memorandum")
    agreement = cast.agreement(story)
    (card,) = cards.standing_on(today())
    answer = told(card)
    assert answer["key"] == agreement.key == f"A-{agreement.pk}"
    assert answer["status"] == "signed"
    assert answer["parties"] == [
        {"code": "GB", "name": "United Kingdom"},
        {"code": "UA", "name": "Ukraine"},
    ]
    (milestone,) = answer["milestones"]
    (proof,) = milestone["evidence"]
    assert milestone["date"] == "2024-06-13"
    assert proof["quote"] == story.text[proof["start"] : proof["end"]]
    assert proof["document"]["publisher"] == "The Sample Post"
    (commitment,) = answer["commitments"]
    assert (commitment["debtor"], commitment["creditor"]) == ("GB", "UA")
    assert answer["status_history"] == [{"status": "signed", "from": "2024-06-13", "to": None}]


def test_row_of_the_list_is_ready_made_json() -> None:
    cast.agreement(cast.signed().commitment().term("duration_years", "10"))
    (card,) = cards.standing_on(today())
    answer = json.loads(cards.row(card))
    assert (answer["duration_years"], answer["signed"], answer["status"]) == (
        10,
        "2024-06-13",
        "signed",
    )
    assert "milestones" not in answer
    assert card.commitment_types == ["military_training"]


def test_agreement_without_a_title_is_called_by_its_parties() -> None:
    cast.agreement(cast.Story().milestone("signed", "2024-06-13"))
    assert Card.objects.get().title == "Agreement between United Kingdom and Ukraine"


def test_excluded_commitment_is_told_but_is_no_commitment_type() -> None:
    cast.agreement(cast.signed().commitment("troop_deployment", held="excluded"))
    (card,) = cards.standing_on(today())
    assert card.commitment_types == []
    assert told(card)["commitments"][0]["held"] == "excluded"


def test_contested_date_is_told_beside_the_preferred_one() -> None:
    agreement = cast.agreement()
    cast.approve(cast.Story().milestone("signed", "2024-06-14").draft(), onto=agreement)
    (card,) = cards.standing_on(today())
    assert card.signed == "2024-06-13"
    ranks = [(m["date"], m["rank"]) for m in told(card)["milestones"]]
    assert ranks == [("2024-06-13", "preferred"), ("2024-06-14", "contested")]


def test_status_is_that_of_the_day_asked_about() -> None:
    agreement = cast.agreement()
    later = cast.Story(published=date(2024, 9, 2)).milestone("entered_into_force", "2024-09-01")
    cast.approve(later.draft(), onto=agreement)
    assert not cards.standing_on(date(2024, 6, 12)).exists()
    assert cards.standing_on(date(2024, 8, 31)).get().status == "signed"
    assert cards.standing_on(date(2024, 9, 1)).get().status == "in_force"


def test_words_are_found_in_title_parties_and_quotes() -> None:
    cast.agreement(cast.signed(title="Treaty of Friendship"))
    for words in ("friendship", "Ukraine", "London"):
        assert Card.objects.filter(search=words).exists(), words
    assert not Card.objects.filter(search="Warsaw").exists()


def test_cards_follow_each_other_without_gap() -> None:
    agreement = cast.agreement(cast.signed("2024"))
    for on in ("2024-06", "2024-06-13"):
        cast.approve(cast.signed(on).draft(), onto=agreement)
    history = list(Card.objects.order_by("known_from"))
    assert [c.signed for c in history] == ["2024", "2024-06", "2024-06-13"]
    assert [c.known_to for c in history] == [history[1].known_from, history[2].known_from, None]


def test_known_at_shows_what_was_known_then_and_as_of_how_it_stood_then() -> None:
    agreement = cast.agreement(cast.signed("2024-06"))
    before = Decision.objects.latest("at").at
    later = cast.Story(published=date(2024, 9, 2)).milestone("entered_into_force", "2024-09-01")
    after = cast.approve(later.draft(), onto=agreement).at

    def status(day: date, known_at: datetime | None) -> str | None:
        card = cards.standing_on(day, known_at=known_at).first()
        return card.status if card else None

    assert status(date(2024, 9, 1), None) == "in_force"
    assert status(date(2024, 9, 1), after) == "in_force"
    assert status(date(2024, 9, 1), after - MOMENT) == "signed"
    assert status(date(2024, 9, 1), before) == "signed"
    assert status(date(2024, 9, 1), before - MOMENT) is None
    assert status(date(2024, 5, 31), after) is None


@pytest.mark.parametrize("seed", range(3))
def test_every_moment_of_a_random_walk_shows_what_was_current_then(seed: int) -> None:
    """Approve and undo at random; then ask for every moment again."""
    dice = random.Random(seed)  # noqa: S311  not for secrets
    drafts = _walk_drafts(dice)
    seen: dict[datetime, dict[int, str]] = {}
    for _ in range(22):
        decision = _step(dice, drafts)
        if decision is not None:
            seen[decision.at] = shown()
    assert {"approve", "undo"} <= {decision.verb for decision in Decision.objects.all()}
    moments = sorted(seen)
    for moment, next_moment in zip(moments, [*moments[1:], None], strict=True):
        assert shown(moment) == seen[moment]
        until = next_moment - MOMENT if next_moment else timezone.now()
        assert shown(until) == seen[moment]
    assert shown(moments[0] - MOMENT) == {}
    connection.check_constraints()
    assert verify().differences == []


def _walk_drafts(dice: random.Random) -> list[Draft]:
    stories = [
        cast.signed("2024"),
        cast.signed("2024-06"),
        cast.signed("2024-06-13").commitment(),
        cast.signed("2023-06-13").commitment(held="excluded"),
        cast.Story().milestone("agreed", "2024-01").commitment(debtor="GB", creditor="UA"),
        cast.Story().milestone("signed").commitment(strength="intent").term("kind", "memorandum"),
        cast.Story(published=date(2025, 1, 1)).milestone("entered_into_force", "2024-07"),
        cast.Story(published=date(2025, 1, 1)).milestone("suspended", "2024-08"),
    ]
    dice.shuffle(stories)
    return [story.draft() for story in stories]


def _step(dice: random.Random, drafts: list[Draft]) -> Decision | None:
    draft = dice.choice(drafts)
    draft.refresh_from_db()
    try:
        if draft.state != Draft.State.OPEN:
            standing = (
                Decision.objects.filter(draft=draft, undone_by=None).exclude(verb="undo").get()
            )
            return curation.undo(standing.pk, cast.tomasz())
        if dice.random() < 0.15:
            return curation.reject(draft.pk, cast.tomasz(), version=draft.version, reason="Not now")
        known = list(Agreement.objects.filter(cards__known_to=None).order_by("pk"))
        return cast.approve(draft, onto=dice.choice([*known, *known, None]) if known else None)
    except curation.CurationError:
        return None


def test_rebuild_costs_the_same_for_one_and_for_fifty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    book = Citation("A handbook")
    told = (
        ProposedMilestone(kind="signed", date="1952", sources=(book,)),
        ProposedCommitment(type="consultation", sources=(book,)),
        ProposedTerm(name="title", value="Treaty", sources=(book,)),
    )
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        new = [ledger.new_agreement("GB", "UA").pk for _ in range(50)]
        plans = [merge(h, told, document_id=None, told_on=today()) for h in holdings(new)]
        ledger.carry_out(made, plans)
    numbers = list(Agreement.objects.values_list("pk", flat=True))
    for some in (numbers[:1], numbers):
        held = holdings(some)
        assert len(held) == len(some)
        # Names, closing, agreements, statements, evidence, links; cards, spans, words.
        with django_assert_num_queries(11):
            cards.rebuild(some, timezone.now())
    assert StatusSpan.objects.filter(card__known_to=None).count() == 50


def test_rebuild_of_nothing_writes_nothing() -> None:
    cards.rebuild([], timezone.now())
    assert not Card.objects.exists()


def test_old_cards_keep_the_names_of_their_day() -> None:
    agreement = cast.agreement()
    Party.objects.filter(code="GB").update(name="Britain")
    cards.rebuild([agreement.pk], timezone.now())
    old, new = Card.objects.order_by("known_from")
    assert cards.names_on(old)["GB"] == "United Kingdom"
    assert cards.names_on(new)["GB"] == "Britain"
    assert RecordVersion.objects.get().number == 1
