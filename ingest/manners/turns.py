"""Whose turn it is to call a host: one at a time, with a pause between, over all workers."""

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings

from ingest.manners.lines import Line, LocalLine, SharedLine

# Between two who wait for a host that needs no rest.
_LEAST_PAUSE_MS: Final = 50
_JITTER: Final = 0.1
_shared: Final = SharedLine()
_local: Final = LocalLine()


class NotYet(Exception):  # noqa: N818  an answer, not a fault: nothing was tried
    """It is not the host's time: come again after `seconds`, not before `not_before`."""

    def __init__(self, host: str, seconds: float) -> None:
        """Say when."""
        super().__init__(f"{host} is called again in {seconds:.0f} seconds at the earliest.")
        self.seconds = seconds
        self.not_before = datetime.now(UTC) + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Turn:
    """Leave to call a host once; `line` is where it was taken and is to be given back."""

    host: str
    token: str
    line: Line


def take(host: str) -> Turn:
    """Take the turn of a host.

    Raises:
        NotYet: somebody calls it now, it rests, or it has asked to be left alone.
    """
    token = uuid.uuid4().hex
    pause = max(int(1000 * settings.FETCH_PAUSE_SECONDS), _LEAST_PAUSE_MS)
    line: Line = _shared
    wait = line.take(host, token, pause)
    if wait is None:
        line = _local
        wait = line.take(host, token, pause)
    if wait:
        raise NotYet(host, wait / 1000)
    return Turn(host, token, line)


def give_back(
    turn: Turn,
    pause_seconds: float,
    asked_seconds: float | None = None,
    *,
    was_too_much: bool = False,
) -> None:
    """Give a turn back; the host rests for the pause, or for as long as it asked for.

    After "too many requests" without a time it rests for twice as long each time, up to a day. If
    Valkey fails meanwhile, the turn ends by itself a little later.
    """
    rest = int(1000 * max(pause_seconds, asked_seconds or 0))
    doubling = 0
    if was_too_much and asked_seconds is None:
        jitter = 1 + random.uniform(0, _JITTER)  # noqa: S311  spreads calls; nothing secret
        doubling = int(1000 * max(settings.FETCH_PAUSE_SECONDS, 1) * jitter)
    turn.line.give_back(turn.host, turn.token, rest, doubling)


def forget() -> None:
    """Forget what this process knows by itself; for tests."""
    _local.forget()
