"""The gate of polite callers: `fetch(url, gate=polite())`."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings

from ingest.fetch import Gate, Refused, Trip, Unreachable
from ingest.fetch.addresses import Address
from ingest.manners import robots, turns
from ingest.manners.robots import Rules
from ingest.manners.turns import NotYet, Turn


@dataclass(slots=True)
class _Rest:
    """How long the host rests after a turn; known once its robots.txt is."""

    seconds: float


def polite(*, patience_seconds: float = 0.0) -> Gate:
    """Return a gate that lets through what robots.txt allows, when it is the host's time.

    It waits at most so long for its turn at each hop, within the fetch's own deadline. robots.txt
    is fetched once a day a host, in the turn of the page that needs it: the pause comes after both.

    The fetch raises besides:
        NotYet: it is not the host's time: come again, nothing has been tried.
        Refused: `robots`.
        Unreachable: `robots_unreachable`.
    """

    @contextlib.contextmanager
    def gate(address: Address, trip: Trip) -> Iterator[None]:
        rules = robots.known(address)
        if rules is not None:  # what is closed needs no turn
            _check(rules, address)
        with _turn(address, patience_seconds) as rest:
            if rules is None:
                # Whoever had the turn before may have asked.
                rules = robots.known(address) or robots.ask(address, trip)
                _check(rules, address)
            rest.seconds = max(rest.seconds, rules.pause_seconds)
            yield

    return gate


def _check(rules: Rules, address: Address) -> None:
    if not rules.allow(address.url):
        raise Refused(
            "robots",
            f"{address.host} does not let programs read this page (robots.txt). Open it, and paste"
            " its text.",
        )


@contextlib.contextmanager
def _turn(address: Address, patience_seconds: float) -> Iterator[_Rest]:
    """Hold the host's turn; afterwards it rests as long as we, it or its robots.txt want."""
    turn = _taken(address.authority, patience_seconds)
    rest = _Rest(settings.FETCH_PAUSE_SECONDS)
    try:
        yield rest
    except Unreachable as error:
        is_too_many = error.code == f"http_{HTTPStatus.TOO_MANY_REQUESTS:d}"
        turns.give_back(turn, rest.seconds, error.retry_after_seconds, was_too_much=is_too_many)
        raise
    except BaseException:
        turns.give_back(turn, rest.seconds)
        raise
    turns.give_back(turn, rest.seconds)


def _taken(host: str, patience_seconds: float) -> Turn:
    end = time.monotonic() + patience_seconds
    while True:
        try:
            return turns.take(host)
        except NotYet as early:
            if time.monotonic() + early.seconds > end:
                raise
            time.sleep(early.seconds)
