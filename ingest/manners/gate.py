"""The gate of polite callers: `fetch(url, gate=polite())`."""

import contextlib
import time
from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings

from ingest.fetch import Gate, Refused, Trip, Unreachable
from ingest.fetch.addresses import Address
from ingest.manners import robots, turns
from ingest.manners.robots import Rules
from ingest.manners.turns import NotYet, Turn


def polite(*, patience_seconds: float = 0.0) -> Gate:
    """Return a gate that lets through what robots.txt allows, when it is the host's time.

    It waits at most so long for its turn at each hop, within the fetch's own deadline. robots.txt
    is fetched once a day a host, and counts as a call.

    The fetch raises besides:
        NotYet: it is not the host's time: come again, nothing has been tried.
        Refused: `robots`.
        Unreachable: `robots_unreachable`.
    """

    @contextlib.contextmanager
    def gate(address: Address, trip: Trip) -> Iterator[None]:
        rules = robots.known(address)
        if rules is None:
            rules = _ask_for_rules(address, trip, patience_seconds)
        _check(rules, address)
        with _turn(address, patience_seconds, rules.pause_seconds):
            yield

    return gate


def _ask_for_rules(address: Address, trip: Trip, patience_seconds: float) -> Rules:
    with _turn(address, patience_seconds):
        return robots.ask(address, trip)


def _check(rules: Rules, address: Address) -> None:
    if not rules.allow(address.url):
        raise Refused(
            "robots",
            f"{address.host} does not let programs read this page (robots.txt). Open it, and paste"
            " its text.",
        )


@contextlib.contextmanager
def _turn(address: Address, patience_seconds: float, pause_seconds: float = 0.0) -> Iterator[None]:
    """Hold the host's turn; afterwards it rests as long as we, it or its robots.txt want."""
    turn = _taken(address.authority, patience_seconds)
    pause = max(settings.FETCH_PAUSE_SECONDS, pause_seconds)
    try:
        yield
    except Unreachable as error:
        is_too_many = error.code == f"http_{HTTPStatus.TOO_MANY_REQUESTS:d}"
        turns.give_back(turn, pause, error.retry_after_seconds, was_too_much=is_too_many)
        raise
    except BaseException:
        turns.give_back(turn, pause)
        raise
    turns.give_back(turn, pause)


def _taken(host: str, patience_seconds: float) -> Turn:
    end = time.monotonic() + patience_seconds
    while True:
        try:
            return turns.take(host)
        except NotYet as early:
            if time.monotonic() + early.seconds > end:
                raise
            time.sleep(early.seconds)
