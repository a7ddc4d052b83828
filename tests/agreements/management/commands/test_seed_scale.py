from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import Agreement, Card, Decision, Document, Draft
from agreements.seeding import record
from agreements.verification import verify
from tests import cast

Seed = Callable[..., str]


@pytest.fixture
def seed(db: None) -> Seed:
    """Run the command for few agreements, between the six states of the cast."""
    cast.parties()

    def run(agreements: int = 60, drafts: int = 30, **options: object) -> str:
        told = StringIO()
        call_command(
            "seed_scale",
            agreements=agreements,
            drafts=drafts,
            stdout=told,
            **({"parties": 6} | options),
        )
        return told.getvalue()

    return run


def test_the_seeded_record_proves_itself(seed: Seed) -> None:
    told = seed()
    assert "60 synthetic agreements between 6 parties and 30 drafts are there" in told
    assert Agreement.objects.count() == 60
    report = verify()
    assert report.differences == []
    assert report.checked["quotes"] > 300


def test_everything_seeded_says_that_it_is_synthetic(seed: Seed) -> None:
    seed()
    assert all(card.title.startswith("Synthetic ") for card in Card.objects.all())
    assert all(document.title.startswith("Synthetic ") for document in Document.objects.all())
    assert all("Synthetic" in decision.reason for decision in Decision.objects.all())


def test_the_queue_holds_news_updates_conflicts_and_stories_told_twice(seed: Seed) -> None:
    told = seed(drafts=60)
    waiting = Draft.objects.waiting()
    assert waiting.filter(match=None).exists()
    assert waiting.filter(match__isnull=False).exists()
    assert Draft.objects.filter(head__isnull=False).exists()
    assert f"{waiting.count()} drafts wait" in told


def test_it_goes_on_where_it_was_broken_off(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "BATCH", 20)
    seed(drafts=10)
    first = set(Agreement.objects.values_list("pk", flat=True))
    assert Decision.objects.filter(verb=Decision.Verb.LOAD).count() == 3
    seed(drafts=20)
    assert set(Agreement.objects.values_list("pk", flat=True)) == first
    assert Draft.objects.count() == 20
    assert verify().differences == []


def test_a_record_that_people_work_on_is_left_alone(seed: Seed) -> None:
    cast.agreement()
    with pytest.raises(
        CommandError, match=r"1 decisions, 1 archived texts, 1 drafts.*can never be"
    ):
        seed()
    assert Agreement.objects.count() == 1


def test_a_record_that_people_work_on_is_seeded_when_it_is_named(seed: Seed) -> None:
    cast.agreement()
    seed(into_this_database=connection.settings_dict["NAME"])
    assert Agreement.objects.count() == 61
    assert verify().differences == []


def test_the_name_of_another_database_is_refused(seed: Seed) -> None:
    with pytest.raises(CommandError, match="not production: nothing was done"):
        seed(into_this_database="production")


def test_another_seed_is_not_mixed_in(seed: Seed) -> None:
    seed(drafts=0)
    with pytest.raises(CommandError, match="holds other synthetic agreements already"):
        seed(agreements=70)


def test_more_parties_than_there_are_are_refused(seed: Seed) -> None:
    with pytest.raises(CommandError, match=r"knows 6 parties: run manage\.py load_reference first"):
        seed(parties=7)


@pytest.mark.parametrize("wrong", [{"agreements": -1}, {"drafts": -1}, {"parties": 1}])
def test_impossible_amounts_are_refused(seed: Seed, wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="two parties at least"):
        seed(**wrong)
    assert not Decision.objects.exists()


def test_drafts_alone_are_all_of_new_agreements(seed: Seed) -> None:
    seed(agreements=0, drafts=10)
    assert Draft.objects.filter(match=None).count() == 10
