"""One run: hand articles in, do harm meanwhile, wait until it has settled, judge."""

import random
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chaos import actors, restore, texts
from chaos.faults import FAULTS, KILLS, NEED_DISK, OTHERS, QUICK
from chaos.feeder import Feeder
from chaos.house import House, housed, say
from chaos.oracle import Oracle
from chaos.profiles import Profile
from chaos.publisher import publishing
from chaos.sender import Log, Sender
from chaos.texts import Piece
from chaos.verdict import Verdict, judge, judge_frozen, judge_processes, settle
from chaos.visitor import Visitor
from config.run import processes

_LOOK_SECONDS: Final = 0.25
_RECOVERY_SECONDS: Final = 330.0
_DEADLY: Final = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; `only` has the numbers of the faults that are done, each once."""

    articles: int
    kills: int
    seed: int
    profile: Profile
    naive: bool
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A fault that was done; `recovered` is how long after its begin another job had ended."""

    name: str
    at: float
    seconds: float
    told: str
    recovered: float | None
    failure: str = ""


@dataclass(slots=True)
class Run:
    """What a run has come to."""

    asked: Asked
    verdict: Verdict = field(default_factory=Verdict)
    events: list[Event] = field(default_factory=list)
    could_not: list[str] = field(default_factory=list)
    answered: int = 0
    seconds: float = 0.0
    settled: float | None = None
    sent: Log = field(default_factory=Log)
    read: Log = field(default_factory=Log)
    statuses: dict[str, int] = field(default_factory=dict)


def plan(asked: Asked) -> list[str]:
    """Return the faults in their order: each kind of kill at least once where there is room."""
    chance = random.Random(asked.seed)  # noqa: S311  no secret
    if asked.only:
        return [name for name in FAULTS if name.partition(" ")[0] in asked.only]
    if asked.profile.name == "quick" or asked.naive:
        kinds, more = list(QUICK), []
    else:
        kinds, more = list(KILLS), list(OTHERS)
    kills = [kinds[place % len(kinds)] for place in range(asked.kills)]
    chosen = kills + more
    chance.shuffle(chosen)
    return chosen


def run(asked: Asked, folder: Path) -> Run:
    """Do it; the folder gets the file of answers and the logs."""
    result = Run(asked)
    began = time.monotonic()
    profile = asked.profile
    with (
        publishing(asked.seed, profile.listed) as port,
        housed(
            profile, port, naive=asked.naive, own_disk=bool(NEED_DISK & set(plan(asked)))
        ) as house,
        Oracle(folder / "answers.jsonl") as oracle,
    ):
        try:
            _harm_and_judge(house, oracle, result)
        finally:
            house.stop()
            shutil.copytree(house.log, folder / "log", dirs_exist_ok=True)
        left = actors.ours(house.mark)
        left += processes.servers_in(house.folder / "postgres", "postgres")
        left += processes.servers_in(house.folder / "valkey", "valkey-server")
        judge_processes(result.verdict, len(left))
    result.seconds = time.monotonic() - began
    return result


def _harm_and_judge(house: House, oracle: Oracle, result: Run) -> None:
    asked = result.asked
    sender, visitor = Sender(house, oracle), Visitor(house)
    deadly = _deadly(asked)
    for piece in deadly:
        sender.put(piece)
    _send_and_harm(house, oracle, sender, result)
    sender.finish()
    say("All are handed in; waiting until all are read.")
    result.settled = settle(house)
    say("Judging.")
    visitor.stop()
    answers = list(oracle.read())
    result.answered = len(answers)
    expected = [each.key for each in answers] + _listed(asked)
    keys = [piece.key for piece in deadly]
    result.verdict = judge(house, expected, keys, visitor.log.replies)
    judge_frozen(result.verdict, [*sender.log.replies, *visitor.log.replies])
    if not asked.naive:
        say("F-22 restore drill")
        restore.drill(house, result.verdict)
    result.verdict.counts |= house.told
    result.verdict.failures += house.broken
    result.verdict.failures += [f"could not be done: {each}" for each in result.could_not]
    if result.settled is None:
        result.verdict.failures.append("I4: not settled in time")
    result.sent, result.read = sender.log, visitor.log


def _send_and_harm(house: House, oracle: Oracle, sender: Sender, result: Run) -> None:
    asked = result.asked
    faults = plan(asked)
    chance = random.Random(f"faults {asked.seed}")  # noqa: S311  no secret
    pieces = [texts.piece(asked.seed, number) for number in range(asked.articles)]
    feeder = Feeder(house, sender, oracle, pieces)
    share = asked.articles / (len(faults) + 1)
    for place, name in enumerate(faults):
        feeder.allow(round(share * (place + 2)))
        feeder.wait_for(round(share * (place + 1)))
        result.events.append(_harmed(house, sender, name, chance))
        if result.events[-1].failure:
            result.could_not.append(f"{name}: {result.events[-1].failure}")
    feeder.finish()


def _harmed(house: House, sender: Sender, name: str, chance: random.Random) -> Event:
    say(name)
    at, began, before = time.time(), time.monotonic(), house.done()
    told, failure = "", ""
    try:
        told = FAULTS[name](house, sender, chance)
    except Exception as error:  # noqa: BLE001  told in the verdict, and the others are done
        failure = f"{type(error).__name__}: {error}"
        say(f"  could not be done: {failure}")
    seconds = time.monotonic() - began
    recovered = _recovery(house, began, before)
    return Event(name, at, round(seconds, 2), told, recovered, failure)


def _recovery(house: House, began: float, before: int | None) -> float | None:
    """Return the seconds until more jobs had ended than before; None where none was open."""
    while time.monotonic() - began < _RECOVERY_SECONDS:
        now = house.done()
        if now is not None and before is not None and now > before:
            return round(time.monotonic() - began, 2)
        if house.waiting() == 0:
            return None
        time.sleep(_LOOK_SECONDS)
    return None


def _deadly(asked: Asked) -> list[Piece]:
    # Their five tries take eight minutes.
    if not asked.profile.has_deadly or asked.naive or asked.only:
        return []
    sentences = [texts.POISON] * _DEADLY + [texts.BOMB] * _DEADLY
    return [texts.deadly(asked.seed, place, told) for place, told in enumerate(sentences)]


def _listed(asked: Asked) -> list[str]:
    profile = asked.profile
    if asked.naive:  # nobody rings for sources, so that nobody polls them
        return []
    return [
        texts.listed(asked.seed, feed, place).key
        for feed in range(profile.feeds)
        for place in range(profile.listed)
    ]
