"""The limit of requests: exact in parallel, told in headers, kept apart by caller."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
import redis
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from config import rates
from config.rates import Policy, network_of
from tests.agreements.api.keyed import client_of, keyed

READ: Final = "/api/v1/problems/query.unknown"
NOWHERE: Final = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> None:
    settings.API_LIMIT_ANONYMOUS, settings.API_LIMIT_KEY = 10, 12
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        for key in valkey.scan_iter("rate:*"):
            valkey.delete(key)
    rates._outage.forget()
    rates._spent.clear()


def told(header: str) -> tuple[str, dict[str, int]]:
    """Take apart one item of a structured field: its name and its whole numbers."""
    found = re.fullmatch(r'"([a-z]+)"((?:;[a-z]+=[0-9]+)+)', header)
    assert found
    pairs = (part.split("=") for part in found[2][1:].split(";"))
    return found[1], {name: int(number) for name, number in pairs}


def test_of_64_at_once_exactly_10_pass(servers: None) -> None:
    policy = Policy("test", 10)
    for round_ in range(5):
        with ThreadPoolExecutor(64) as pool:
            taken = list(pool.map(lambda _, r=round_: rates.take(policy, f"c{r}"), range(64)))
        allowed = [each for each in taken if each is not None and each.is_allowed]
        assert sorted(each.remaining for each in allowed) == list(range(10))
        assert None not in taken


@pytest.mark.django_db(transaction=True)
def test_of_64_requests_at_once_exactly_10_are_answered() -> None:
    def ask(_: int) -> int:
        try:
            return Client().get("/api/v1/parties").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        statuses = list(pool.map(ask, range(64)))
    assert sorted(statuses) == [200] * 10 + [429] * 54


def test_the_headers_add_up_over_a_thousand_calls(client: Client, settings: Settings) -> None:
    settings.API_LIMIT_ANONYMOUS = 900
    begun, before, last = time.monotonic(), 900, 60
    for number in range(1000):
        answer = client.get(READ)
        assert told(answer.headers["RateLimit-Policy"]) == ("anonymous", {"q": 900, "w": 60})
        name, left = told(answer.headers["RateLimit"])
        assert name == "anonymous"
        if number > 100 and time.monotonic() - begun > 55:
            return  # a machine too slow to come to the limit within one window
        assert time.monotonic() - begun < 59
        assert left["r"] == max(before - 1, 0)
        assert last >= left["t"] >= 60 - (time.monotonic() - begun) - 1
        assert answer.status_code == (200 if number < 900 else 429)
        if answer.status_code == 429:
            assert int(answer.headers["Retry-After"]) == left["t"]
        before, last = left["r"], left["t"]


def test_who_asks_too_much_is_told_what_to_do(client: Client) -> None:
    for _ in range(10):
        assert client.get(READ).status_code == 200
    answer = client.get(READ)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["code"] == "request.too_many"
    assert "With a key the limit is larger" in answer.json()["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_after_its_window_everything_is_there_again(servers: None, settings: Settings) -> None:
    policy = Policy("test", 2)
    for _ in range(2):
        rates.take(policy, "again")
    last = rates.take(policy, "again")
    assert last is not None
    assert not last.is_allowed
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        assert 0 < valkey.pttl("rate:test:again") <= 60_000
        valkey.pexpire("rate:test:again", 1)
        while valkey.exists("rate:test:again"):
            time.sleep(0.001)
    new = rates.take(policy, "again")
    assert new is not None
    assert (new.remaining, new.seconds, new.is_allowed) == (1, 60, True)


def test_what_one_has_already_costs_nothing(client: Client, db: None) -> None:
    etag = client.get("/api/v1/parties").headers["ETag"]
    for _ in range(30):
        answer = client.get("/api/v1/parties", headers={"If-None-Match": etag})
        assert answer.status_code == 304
        assert told(answer.headers["RateLimit"])[1]["r"] == 9


def test_looking_counts_nothing_and_begins_no_window(servers: None) -> None:
    policy = Policy("test", 5)
    looked, taken, again = (
        rates.look(policy, "nobody"),
        rates.take(policy, "nobody"),
        rates.look(policy, "nobody"),
    )
    assert looked is not None
    assert taken is not None
    assert again is not None
    assert (looked.remaining, taken.remaining, again.remaining) == (5, 4, 4)


def test_every_request_asks_valkey_once(client: Client, db: None, settings: Settings) -> None:
    known = {"If-None-Match": client.get("/api/v1/parties").headers["ETag"]}
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:

        def asked_so_far() -> int:
            calls: int = valkey.info("commandstats")["cmdstat_evalsha"]["calls"]
            return calls

        for headers, status in (({}, 200), (known, 304), ({"If-None-Match": '"other"'}, 200)):
            before = asked_so_far()
            assert client.get("/api/v1/parties", headers=headers).status_code == status
            assert asked_so_far() - before == 1


def test_what_has_changed_costs_like_any_other_answer_and_is_refused_like_it(
    client: Client, db: None
) -> None:
    old = {"If-None-Match": '"old"'}
    statuses = [client.get("/api/v1/parties", headers=old).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_whose_limit_is_spent_is_refused_before_anything_is_looked_up(
    client: Client, db: None
) -> None:
    known = {"If-None-Match": client.get("/api/v1/parties").headers["ETag"]}
    for _ in range(10):
        client.get(READ)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/v1/parties", headers=known).status_code == 429
    assert not asked.captured_queries


def test_what_valkey_closed_while_it_lay_idle_is_opened_again(
    client: Client, settings: Settings
) -> None:
    client.get(READ)
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.client_kill_filter(_type="normal", skipme=True)
    assert told(client.get(READ).headers["RateLimit"])[1]["r"] == 8


def test_a_valkey_that_forgot_the_script_is_told_it_again(
    client: Client, settings: Settings
) -> None:
    client.get(READ)
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.script_flush()
    assert told(client.get(READ).headers["RateLimit"])[1]["r"] == 8


def test_each_key_has_a_larger_limit_of_its_own(db: None) -> None:
    one, other = client_of("olena", ["read"]), client_of("olena", ["read"])
    for _ in range(12):
        assert one.get(READ).status_code == 200
    answer = one.get(READ)
    assert answer.status_code == 429
    assert "With a key" not in answer.json()["detail"]
    assert told(answer.headers["RateLimit-Policy"]) == ("key", {"q": 12, "w": 60})
    assert other.get(READ).status_code == 200
    assert Client().get(READ).status_code == 200


def test_who_tries_keys_out_is_counted_by_address(client: Client, db: None) -> None:
    statuses = [keyed("atlas_guess").get(READ).status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert client.get(READ).status_code == 429


def test_browsers_that_ask_first_and_pages_are_not_counted(client: Client) -> None:
    for _ in range(15):
        assert "RateLimit" not in client.options("/api/v1/parties").headers
        assert "RateLimit" not in client.get("/favicon.ico").headers


def test_who_has_asked_too_much_may_still_read_how_it_works(client: Client, db: None) -> None:
    assert {client.get("/api/v1/parties").status_code for _ in range(12)} == {200, 429}
    answer = client.get("/api/docs")
    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


def test_each_address_has_its_own_limit_of_ipv6_each_network(client: Client) -> None:
    def ask(address: str) -> int:
        return client.get(READ, REMOTE_ADDR=address).status_code

    for number in range(10):
        assert ask(f"2001:db8:1:2::{number}") == 200
    assert ask("2001:db8:1:2:ffff::1") == 429
    assert ask("2001:db8:1:3::1") == 200
    assert ask("192.0.2.1") == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("x" * 10_000, "unknown"),
    ],
)
def test_a_caller_is_told_by_address_or_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_without_valkey_reading_goes_on_and_the_log_says_so_once(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = NOWHERE
    begun = time.monotonic()
    for _ in range(30):
        answer = client.get(READ)
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers
        rates._outage._until = 0.0  # as if the while had passed in which nobody asks
    assert time.monotonic() - begun < 60
    said = [record for record in caplog.records if record.name == "config.rates"]
    assert [record.levelname for record in said] == ["WARNING"]


def test_after_an_outage_counting_goes_on(client: Client, settings: Settings) -> None:
    real, settings.REDIS_URL = settings.REDIS_URL, NOWHERE
    client.get(READ)
    settings.REDIS_URL = real
    assert "RateLimit" not in client.get(READ).headers
    rates._outage._until = time.monotonic()
    assert told(client.get(READ).headers["RateLimit"])[1]["r"] == 9


def test_limits_can_be_switched_off(client: Client, settings: Settings) -> None:
    settings.API_LIMIT_ANONYMOUS = 0
    for _ in range(20):
        answer = client.get(READ)
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers
