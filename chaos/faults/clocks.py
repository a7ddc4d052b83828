"""Faults of a worker's clock."""

import contextlib
import time
from random import Random
from typing import Final

import psutil

from chaos import actors
from chaos.faults.backlogs import hand_in
from chaos.house import House
from chaos.sender import Sender

_HOUR: Final = 3_600
_JUMPS: Final = {"1 h ahead": _HOUR, "1 h back": -_HOUR, "1 d ahead": 86_400, "1 d back": -86_400}
_TRIED_AGAIN: Final = "SELECT coalesce(sum(greatest(attempts - 1, 0)), 0) FROM ingest_job"


def jump(house: House, sender: Sender, chance: Random) -> str:
    """Add workers whose clocks jump soon after they have begun, one after the other."""
    before = int(house.ask(_TRIED_AGAIN)[0][0])
    tasks = {name: _work(house, sender, chance, name) for name in _JUMPS}
    again = int(house.ask(_TRIED_AGAIN)[0][0]) - before
    house.tell("F-21 jobs tried again meanwhile", again, holds=True)
    told = "F-21 tasks of each worker whose clock had jumped"
    house.tell(told, tasks, holds=all(tasks.values()))
    return ", ".join(_JUMPS)


def _work(house: House, sender: Sender, chance: Random, name: str) -> int:
    """Have a worker work before and after its clock jumps; returns how many tasks it did then."""
    worker_name = f"reader-{name.replace(' ', '-')}"
    environment = house.environment(clock=_JUMPS[name])
    worker = actors.reader(worker_name, 1, house.log, environment)
    worker.launch()
    worker.wait_for(b" ready.")
    hand_in(sender, chance, house.profile.jumping)
    time.sleep(house.profile.cut_seconds)  # its clock has jumped by now
    done = _tasks(house, worker_name)
    hand_in(sender, chance, house.profile.jumping)
    time.sleep(house.profile.cut_seconds)
    done = _tasks(house, worker_name) - done
    children = worker.children()
    worker.stop()
    for child in children:  # of a parent that did not end in time
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    return done


def _tasks(house: House, worker_name: str) -> int:
    return (house.log / f"{worker_name}.log").read_bytes().count(b" succeeded in ")
