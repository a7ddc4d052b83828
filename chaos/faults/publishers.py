"""Publishers who are broken or mean harm, beside others who are not."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from random import Random
from typing import Final

import psutil

from chaos.hostile import MODES
from chaos.house import House
from chaos.sender import Sender
from config.run.places import ROOT

_PATIENCE_SECONDS: Final = 150.0
_LOOK_SECONDS: Final = 0.1
# What it takes a sweeper to notice, at least: a delay below it is measured as this.
_LEAST_SECONDS: Final = 5.0
_MOST_PERCENT: Final = 10
_GOOD: Final = "starts_with(name, 'Feed ')"
_HOSTILE: Final = "starts_with(name, 'Hostile ')"
# It has asked to be left alone for as long as we leave anybody.
_LEFT_ALONE: Final = "starts_with(name, 'Hostile too-many')"
_POLLS: Final = f"""
SELECT outcome, code, name FROM ingest_poll JOIN ingest_source s ON s.id = source_id
WHERE {_HOSTILE}
"""  # noqa: S608  ours


def turn_hostile(house: House, _: Sender, chance: Random) -> str:
    """Add hostile feeds of every mode, poll them with the good ones, and compare.

    How much memory they take at once depends on how many there are: what counts is that it is
    given back, and a second round takes no more.
    """
    alone = _polled(house, _GOOD)
    with _canary() as (port, calls):
        _add(house, port)
        fetcher = house.actor("fetcher").process
        assert fetcher is not None  # noqa: S101  it runs
        memory = psutil.Process(fetcher.pid).memory_info
        with _growth(fetcher.pid) as grown:
            both = _polled(house, f"{_GOOD} OR {_HOSTILE}", watched=_GOOD)
        once = memory().rss
        _polled(house, f"{_HOSTILE} AND NOT {_LEFT_ALONE}")
        twice = memory().rss
    polls = house.ask(_POLLS)
    house.ask(f"UPDATE ingest_source SET is_on = false WHERE {_HOSTILE} RETURNING 1")  # noqa: S608  ours
    asked = len(MODES) * house.profile.hostile
    unnamed = [name for outcome, code, name in polls if outcome != "failed" or code == "internal"]
    house.tell("F-27 hostile feeds polled", len(polls), holds=len(polls) >= asked)
    house.tell("F-27 not refused by a name", sorted(unnamed), holds=not unnamed)
    house.tell("F-27 calls of what is inside", calls[0], holds=calls[0] == 0)
    house.tell("F-27 bytes that the fetcher grew by at most", grown[0], holds=True)
    kept = round(100 * twice / once - 100)
    house.tell("F-27 percent that a second round grew it by", kept, holds=kept <= _MOST_PERCENT)
    is_prompt = both <= 2 * max(alone, _LEAST_SECONDS)
    told = f"{both:.1f} ({alone:.1f} without the hostile)"
    house.tell("F-27 seconds until all good feeds were polled", told, holds=is_prompt)
    return f"{asked} feeds of {len(MODES)} modes"


def _polled(house: House, which: str, *, watched: str = "") -> float:
    """Have these polled now; returns after how many seconds the last of those watched was."""
    ((began,),) = house.ask("SELECT now()")
    house.ask(f"UPDATE ingest_source SET next_at = now(), rung_at = NULL WHERE {which} RETURNING 1")  # noqa: S608  ours
    left = "SELECT count(*) FROM ingest_source WHERE (polled_at IS NULL OR polled_at < %s) AND ({})"
    end = time.monotonic() + _PATIENCE_SECONDS
    while house.ask(left.format(which), began)[0][0]:
        if time.monotonic() > end:
            raise RuntimeError(f"not all of {which} were polled in {_PATIENCE_SECONDS:.0f} s")
        time.sleep(_LOOK_SECONDS)
    question = "SELECT max(polled_at) - %s FROM ingest_source WHERE {}"
    return float(house.ask(question.format(watched or which), began)[0][0].total_seconds())


def _add(house: House, canary: int) -> None:
    told = {"modes": list(MODES), "times": house.profile.hostile, "canary": canary}
    subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "chaos.inside", "hostile", json.dumps(told)],
        cwd=ROOT,
        env=house.environment(),
        check=True,
    )


@contextlib.contextmanager
def _canary() -> Iterator[tuple[int, list[int]]]:
    """Yield the port of a server that nobody may call, and how often it was."""
    calls = [0]
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            with contextlib.suppress(OSError):
                while True:
                    server.accept()[0].close()
                    calls[0] += 1

        threading.Thread(target=count, name="canary", daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _growth(number: int) -> Iterator[list[int]]:
    """Yield by how many bytes the memory of a process grew at most, once the block has ended."""
    process, ended, grown = psutil.Process(number), threading.Event(), [0]
    before = process.memory_info().rss

    def look() -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            while not ended.wait(_LOOK_SECONDS):
                grown[0] = max(grown[0], process.memory_info().rss - before)

    watcher = threading.Thread(target=look, name="growth")
    watcher.start()
    try:
        yield grown
    finally:
        ended.set()
        watcher.join()
