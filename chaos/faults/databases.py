"""Faults of the database."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import psycopg

from chaos.house import House
from chaos.sender import Sender
from chaos.verdict import FROZEN
from config.run import processes

# How long after it answers again the product may still find connections broken.
_GRACE_SECONDS = 2.0


def kill_session(house: House, _: Sender, chance: Random) -> str:
    """Kill the process of one session; PostgreSQL then ends all others and recovers."""
    question = (
        "SELECT pid FROM pg_stat_activity WHERE usename = 'atlas' AND pid <> pg_backend_pid()"
    )
    with away(house):
        chosen = chance.choice(sorted(pid for (pid,) in house.ask(question)))
        os.kill(chosen, signal.SIGKILL)
        _wait_until_it_answers(house)
    return "one session; all others ended with it"


def kill(house: House, _: Sender, chance: Random) -> str:
    """Kill the server and all its processes, and start it again."""
    with away(house):
        found = processes.servers_in(house.folder / "postgres", "postgres")
        # A parent that lives would clean up after its children.
        for process in sorted(found, key=lambda each: each.pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, timeout=10)
        if house.database.process is not None:
            house.database.process.wait()
        time.sleep(chance.uniform(0, house.profile.away_seconds / 2))
        house.database.start()
    return f"{len(found)} processes; started again"


def freeze(house: House, _: Sender, chance: Random) -> str:
    """Have it neither answer nor break off; readers are told so, and in time."""
    seconds = min(20.0, house.profile.freeze_seconds)
    with away(house):
        house.trouble.add(FROZEN)
        try:
            with frozen(house.folder / "postgres"):
                time.sleep(seconds)
        finally:
            house.trouble.discard(FROZEN)
        _wait_until_it_answers(house)
    return f"frozen for {seconds:.0f} s"


@contextlib.contextmanager
def frozen(data: Path) -> Iterator[None]:
    """Have the server with this data folder stand still, each process of it, until the end."""
    found = processes.servers_in(data, "postgres")
    try:
        for process in found:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
        yield
    finally:
        for process in reversed(found):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()


@contextlib.contextmanager
def away(house: House) -> Iterator[None]:
    """Let readers be told 503 until the end, and a moment after."""
    house.trouble.add("database")
    try:
        yield
        time.sleep(_GRACE_SECONDS)
    finally:
        house.trouble.discard("database")


def _wait_until_it_answers(house: House) -> None:
    for _ in range(600):
        with contextlib.suppress(psycopg.Error):
            house.ask("SELECT 1")
            return
        time.sleep(0.1)
    raise RuntimeError("The database did not come back within a minute.")
