"""Decisions that arrive at once: one of them counts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from agreements.models import Decision
from tests import cast
from tests.agreements.api.keyed import key_of, keyed
from tests.agreements.api.proposed import plain
from tests.agreements.api.test_decisions import APPROVE, decide, propose


@pytest.mark.django_db(transaction=True)
def test_of_50_decisions_at_once_one_is_made() -> None:
    cast.parties()
    made = propose(**plain())
    written = [key_of("olena", "review"), key_of("taras", "review")]

    def one(number: int) -> int:
        try:
            status: int = decide(keyed(written[number % 2]), made, APPROVE).status_code
            return status
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(one, range(50)))
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 412}
    assert Decision.objects.filter(draft=made.json()["id"]).count() == 1
