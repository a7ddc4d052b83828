"""Faults of the broker."""

import shutil
import signal
import time
from random import Random

from chaos.house import House
from chaos.sender import Sender
from config.run import processes


def kill(house: House, _: Sender, chance: Random) -> str:
    """Kill it, and start it a while later on what it has kept."""
    _down(house)
    time.sleep(chance.uniform(0, house.profile.away_seconds))
    house.broker.start()
    return "started again on its file"


def wipe(house: House, _: Sender, chance: Random) -> str:
    """Kill it and delete all that it has kept."""
    _down(house)
    shutil.rmtree(house.folder / "valkey")
    house.broker.start()
    return "started again with nothing"


def freeze(house: House, _: Sender, chance: Random) -> str:
    """Have it neither answer nor break off."""
    process = house.broker.process
    assert process is not None  # noqa: S101  it runs
    house.trouble.add("frozen broker")
    process.send_signal(signal.SIGSTOP)
    try:
        time.sleep(house.profile.freeze_seconds)
    finally:
        process.send_signal(signal.SIGCONT)
        house.trouble.discard("frozen broker")
    return f"frozen for {house.profile.freeze_seconds:.0f} s"


def close(house: House, _: Sender, chance: Random) -> str:
    """Stop it in good order, so that its port refuses, and start it later."""
    house.trouble.add("closed broker")
    house.broker.stop()
    try:
        time.sleep(house.profile.closed_seconds)
    finally:
        house.broker.start()
        house.trouble.discard("closed broker")
    return f"closed for {house.profile.closed_seconds:.0f} s"


def _down(house: House) -> None:
    processes.end(
        processes.servers_in(house.folder / "valkey", "valkey-server"), signal.SIGKILL, 10.0
    )
    if house.broker.process is not None:
        house.broker.process.wait()
