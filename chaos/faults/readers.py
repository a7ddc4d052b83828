"""Faults of the product's own processes."""

import contextlib
import signal
import time
from random import Random
from typing import Final

import psutil

from chaos import actors, texts
from chaos.actors import Actor
from chaos.house import House
from chaos.sender import Sender, request

_OWN_LEASE_SECONDS: Final = 60.0
_DEATHS: Final = 10
_PATIENCE_SECONDS: Final = 60.0
_CRASHED_WEB: Final = 3
_first_of_crashed = iter(range(30_000_000, 40_000_000))


def kill_child(house: House, _: Sender, chance: Random) -> str:
    """Kill one process of a worker's pool."""
    worker = chance.choice(house.readers())
    children = worker.children()
    if not children:
        return "the worker had no child"
    with contextlib.suppress(psutil.NoSuchProcess):
        chance.choice(children).kill()
    return f"one of {len(children)} children of {worker.name}"


def kill_worker(house: House, _: Sender, chance: Random) -> str:
    """Kill a worker, the parent first."""
    worker = chance.choice([*house.readers(), house.actor("fetcher")])
    worker.signal_all(signal.SIGKILL)
    return worker.name


def freeze_past_lease(house: House, _: Sender, chance: Random) -> str:
    """Freeze a worker for longer than its lease lasts; another has done its work when it wakes."""
    worker = house.actor("reader")
    seconds = 1.5 + 1.2 * (house.profile.lease_seconds or _OWN_LEASE_SECONDS)
    stand_in = actors.reader("reader-standing-in", 1, house.log, house.environment())
    stand_in.launch()
    worker.signal_all(signal.SIGSTOP)
    try:
        time.sleep(seconds)
    finally:
        worker.signal_all(signal.SIGCONT)
    stand_in.stop()
    return f"{seconds:.0f} s, then woken"


def short_visibility(house: House, _: Sender, chance: Random) -> str:
    """Add a worker that gives everybody's messages back after a second."""
    hasty = actors.reader("reader-hasty", 1, house.log, house.environment(visibility=1))
    hasty.launch()
    time.sleep(house.profile.cut_seconds)
    hasty.stop()
    return f"for {house.profile.cut_seconds:.0f} s"


def die_before_commit(house: House, _: Sender, chance: Random) -> str:
    """Add a worker whose children die when the work is done and not yet stored."""
    return _dying(house, "before_commit")


def die_before_ack(house: House, _: Sender, chance: Random) -> str:
    """Add a worker whose children die when the work is stored and the broker not told."""
    return _dying(house, "before_ack")


def die_after_commit(house: House, sender: Sender, chance: Random) -> str:
    """Hand articles in at a web server that dies when they are stored and nobody was rung for."""
    environment = _crashing(house, "after_commit")
    web = actors.web(house.other_port, house.log, environment, name="web-dying", workers=1)
    web.launch()
    deaths = 0
    for _ in range(_CRASHED_WEB):
        told = texts.piece(chance.randrange(10**6), 7 * next(_first_of_crashed) + 1)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            port = house.other_port
            reply, _body = request(house, "POST", "/api/v1/articles", told.request, port=port)
            if reply.status == 0 and reply.seconds > 0.01:  # noqa: PLR2004  refused is quicker
                deaths += 1
                break
            time.sleep(0.2)
        sender.deliver(told)
    web.stop()
    return f"{deaths} deaths"


def roll(house: House, _: Sender, chance: Random) -> str:
    """Restart the web server's workers and each worker in good order, one after the other."""
    web = house.actor("web")
    if web.process is not None:
        web.process.send_signal(signal.SIGHUP)
    for worker in [*house.readers(), house.actor("fetcher")]:
        if worker.process is not None:
            old = worker.process
            old.send_signal(signal.SIGTERM)
            old.wait()
            while worker.process is old:
                time.sleep(0.1)
        worker.wait_for(b" ready.")
    return "web by SIGHUP, workers by SIGTERM"


def _dying(house: House, point: str) -> str:
    worker = actors.reader(f"reader-{point}", 1, house.log, _crashing(house, point))
    worker.launch()
    seen: set[int] = set()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(seen) <= _DEATHS and time.monotonic() < deadline:
        seen |= {child.pid for child in worker.children()}
        time.sleep(0.05)
    _end(worker)
    return f"{max(0, len(seen) - 1)} deaths"


def _end(worker: Actor) -> None:
    worker.signal_all(signal.SIGKILL)
    worker.stop()


def _crashing(house: House, point: str) -> dict[str, str]:
    return house.environment() | {"ATLAS_CHAOS": "1", "ATLAS_CRASH_AT": point}
