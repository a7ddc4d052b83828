"""A heap of work that waits for workers who come back."""

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Final

from chaos import texts
from chaos.house import House
from chaos.sender import Sender

_AT_ONCE: Final = 4
_PATIENCE_SECONDS: Final = 600.0
_RINGS_A_JOB: Final = 2
_FIRST: Final = 50_000_000


def heap_up(house: House, sender: Sender, chance: Random) -> str:
    """Stop all workers, hand in a heap, let the sweepers wonder, start them, and count the rings.

    A sweeper that rings for what is merely slow would bury the workers under messages.
    """
    profile = house.profile
    began, jobs, rings = time.monotonic(), _jobs(house), house.rings()
    workers = [*house.readers(), house.actor("fetcher")]
    for worker in workers:
        worker.stop()
    try:
        hand_in(sender, chance, profile.heap)
        time.sleep(max(0.0, profile.heap_seconds - (time.monotonic() - began)))
        most = sum(house.queued().values())
    finally:
        for worker in workers:
            worker.launch()
    stopped = time.monotonic() - began
    _wait_until_done(house)
    jobs, rings = _jobs(house) - jobs, house.rings() - rings
    told = f"F-17b rings for {jobs} jobs, at most {_RINGS_A_JOB} each"
    house.tell(told, rings, holds=rings <= _RINGS_A_JOB * jobs)
    return f"{profile.heap} waited for {stopped:.0f} s; {most} bells in the queues then"


def hand_in(sender: Sender, chance: Random, number: int) -> None:
    """Hand in so many texts; returns when all are taken."""
    seed = chance.randrange(10**6)
    # None by its address: that would be two steps.
    pieces = [texts.piece(seed, _FIRST + 7 * place + 1) for place in range(number)]
    with ThreadPoolExecutor(_AT_ONCE) as senders:
        list(senders.map(sender.deliver, pieces))


def _jobs(house: House) -> int:
    return int(house.ask("SELECT count(*) FROM ingest_job")[0][0])


def _wait_until_done(house: House) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while house.waiting() and time.monotonic() < end:
        time.sleep(1.0)
