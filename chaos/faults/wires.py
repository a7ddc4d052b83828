"""Faults between a worker and what it stands on."""

import time
from random import Random

from chaos.house import House
from chaos.sender import Sender
from chaos.wire import State, Wire


def slow_database(house: House, _: Sender, chance: Random) -> str:
    """Have each packet between the far worker and the database take 200 ms."""
    return _during(house, house.wires[0], State.SLOW)


def cut_database(house: House, _: Sender, chance: Random) -> str:
    """Break the far worker off from the database, and let it in again."""
    return _during(house, house.wires[0], State.CUT)


def cut_broker(house: House, _: Sender, chance: Random) -> str:
    """Break the far worker off from the broker, and let it in again."""
    return _during(house, house.wires[1], State.CUT)


def silence(house: House, _: Sender, chance: Random) -> str:
    """Have all that is sent between the far worker and both servers vanish."""
    house.wires[0].state = State.SILENT
    told = _during(house, house.wires[1], State.SILENT)
    house.wires[0].state = State.WHOLE
    return told


def _during(house: House, wire: Wire, state: State) -> str:
    if state is State.CUT:
        wire.cut()
    wire.state = state
    time.sleep(house.profile.cut_seconds)
    wire.state = State.WHOLE
    return f"for {house.profile.cut_seconds:.0f} s"
