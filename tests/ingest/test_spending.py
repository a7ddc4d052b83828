"""Tokens of a day: counted once, by all workers together, and never beyond the cap."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ingest.models import TokensSpent
from ingest.spending import DailyTokens


def spent() -> int:
    return TokensSpent.objects.get(day=timezone.now().date()).tokens


@pytest.mark.django_db
class TestPurse:
    def test_what_is_set_aside_is_replaced_by_what_was_spent(self) -> None:
        purse = DailyTokens(1_000)
        assert purse.reserve(600)
        purse.settle(600, 150)
        assert spent() == 150

    def test_beyond_the_cap_nothing_is_set_aside(self) -> None:
        purse = DailyTokens(1_000)
        assert purse.reserve(600)
        assert not purse.reserve(401)
        assert purse.reserve(400)
        assert spent() == 1_000

    def test_a_cap_of_nothing_allows_nothing(self) -> None:
        assert not DailyTokens(0).reserve(1)

    def test_another_day_has_another_purse(self) -> None:
        yesterday = timezone.now().date() - timedelta(days=1)
        TokensSpent.objects.create(day=yesterday, tokens=1_000)
        assert DailyTokens(1_000).reserve(1_000)

    def test_a_correction_after_midnight_makes_no_debt_the_other_way(self) -> None:
        TokensSpent.objects.create(day=timezone.now().date(), tokens=10)
        DailyTokens(1_000).settle(600, 5)
        assert spent() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_that_reserve_at_once_share_one_cap() -> None:
    purse, taken = DailyTokens(1_000), []
    start = threading.Barrier(8)

    def reserve() -> None:
        try:
            start.wait(60)
            taken.append(purse.reserve(300))
        finally:
            connection.close()

    threads = [threading.Thread(target=reserve) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True] * 3
    assert spent() == 900
