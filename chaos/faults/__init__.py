"""What is done to the product, each by a function that returns when it is over."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from chaos.faults import (
    backlogs,
    brokers,
    clocks,
    databases,
    disks,
    publishers,
    readers,
    wires,
)
from chaos.house import House
from chaos.sender import Sender

Fault = Callable[[House, Sender, Random], str]

# A SIGKILL, and what else.
KILLS: Final[Mapping[str, Fault]] = {
    "F-1 child of a worker killed": readers.kill_child,
    "F-2 worker killed": readers.kill_worker,
    "F-5 broker killed": brokers.kill,
    "F-6 broker wiped": brokers.wipe,
    "F-9 database session killed": databases.kill_session,
    "F-10 database killed": databases.kill,
    "F-13 killed between commit and ring": readers.die_after_commit,
    "F-14 killed before commit": readers.die_before_commit,
    "F-14 killed before acknowledging": readers.die_before_ack,
}
OTHERS: Final[Mapping[str, Fault]] = {
    "F-7 broker frozen": brokers.freeze,
    "F-8 broker closed": brokers.close,
    "F-11 database frozen": databases.freeze,
    "F-12 slow database": wires.slow_database,
    "F-15 worker frozen past its lease": readers.freeze_past_lease,
    "F-17 visibility shorter than a task": readers.short_visibility,
    "F-17b heap of work and no worker": backlogs.heap_up,
    "F-21 clocks that jump": clocks.jump,
    "F-23 worker cut off from the database": wires.cut_database,
    "F-23 worker cut off from the broker": wires.cut_broker,
    "F-24 peers that vanish without a word": wires.silence,
    "F-25 rolling restart": readers.roll,
    "F-27 hostile publishers": publishers.turn_hostile,
}
QUICK: Final = (
    "F-1 child of a worker killed",
    "F-2 worker killed",
    "F-5 broker killed",
    "F-6 broker wiped",
    "F-9 database session killed",
    "F-10 database killed",
)
# A small disk under everything would harm the other faults: each is done in a run of its own.
ALONE: Final[Mapping[str, Fault]] = {"F-19 full disk": disks.fill}
NEED_DISK: Final = frozenset(ALONE)
FAULTS: Final[Mapping[str, Fault]] = {**KILLS, **OTHERS, **ALONE}
NOT_DONE: Final = (
    "F-22 restore to a moment in between",
    "F-26 migration under load",
    "F-28 hostile receivers of webhooks",
    "F-30 soak of 24 hours",
)
