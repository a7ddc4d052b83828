"""Faults of the disk that the product keeps everything on."""

import contextlib
import threading
import time
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Final

import psycopg

from chaos import texts
from chaos.faults import databases
from chaos.house import House
from chaos.sender import Sender

_FULL: Final = "full disk"
_PIECE: Final = bytes(1_000_000)
_LOOK_SECONDS: Final = 0.2
_WRITABLE_SECONDS: Final = 5.0
_DECENT: Final = (HTTPStatus.OK, HTTPStatus.ACCEPTED, HTTPStatus.SERVICE_UNAVAILABLE)
_FIRST: Final = 60_000_000
# What no packing makes smaller: three million bytes.
_MUCH: Final = """
INSERT INTO filled SELECT (SELECT string_agg(md5(random()::text), '')
                           FROM generate_series(1, 1000) WHERE part > 0)
FROM generate_series(1, 100) AS part RETURNING 1
"""


def fill(house: House, sender: Sender, chance: Random) -> str:
    """Leave no byte free for database, broker and logs; then make room again.

    The disk is the house's own, in memory: none of the machine's is filled.
    """
    if not house.has_own_disk:
        raise RuntimeError("skipped: only root may make a disk of its own for this")
    with psycopg.connect(house.database.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE filled (text text)")
    seconds = house.profile.freeze_seconds
    seed, filler = chance.randrange(10**6), house.folder / "filler"
    first = len(sender.log.replies)
    with databases.away(house):
        house.trouble.add(_FULL)
        end = time.monotonic() + seconds
        asker = threading.Thread(target=_hand_in, args=(sender, seed, end), name="asker")
        asker.start()
        try:
            refused = _keep_full(house, filler, end)
        finally:
            filler.unlink(missing_ok=True)
            house.trouble.discard(_FULL)
        writable = _seconds_until_taken(sender, seed)
        asker.join()
    statuses = [each.status for each in sender.log.replies[first:] if _FULL in each.trouble]
    odd = sum(status not in _DECENT for status in statuses)
    busy = statuses.count(HTTPStatus.SERVICE_UNAVAILABLE)
    house.tell("F-19, F-20 articles answered 503 while it was full", busy, holds=busy > 0)
    house.tell("F-19, F-20 articles answered neither 2xx nor 503", odd, holds=odd == 0)
    is_quick = writable <= _WRITABLE_SECONDS
    house.tell("F-19, F-20 seconds until one is taken again", round(writable, 1), holds=is_quick)
    return f"full for {seconds:.0f} s; the database refused {refused} writes"


def _keep_full(house: House, filler: Path, end: float) -> int:
    """Fill what is free, and again what becomes free; returns how often the database said no."""
    refused = 0
    while time.monotonic() < end:
        with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
            while file.write(_PIECE):
                pass
        try:
            house.ask(_MUCH)
        except psycopg.Error:
            refused += 1
        time.sleep(_LOOK_SECONDS)
    return refused


def _hand_in(sender: Sender, seed: int, end: float) -> None:
    """Hand in one article after the other; the last one until it is taken."""
    number = _FIRST + 1
    while time.monotonic() < end:
        sender.deliver(texts.piece(seed, number))
        number += 7


def _seconds_until_taken(sender: Sender, seed: int) -> float:
    began = time.monotonic()
    sender.deliver(texts.piece(seed, _FIRST - 6))
    return time.monotonic() - began
