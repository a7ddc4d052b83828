"""With whom a party has agreements, how these stand, and what the partners have between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.models import Status
from agreements.standing import GROUPS
from agreements.tally import Selection
from agreements.tally.owing import EXCLUDED, FIRST, MUTUAL, NOT_STATED, SECOND, Owed


@dataclass(frozen=True, slots=True)
class Partner:
    """The other side of some agreements: how many, and how the strongest of them stands."""

    code: str
    count: int
    standing: str


@dataclass(slots=True)
class Balance:
    """How many agreements hold a commitment, by who owes it to whom.

    One agreement can stand under several of these; `count` has it once, and leaves out those that
    exclude the commitment expressly.
    """

    type: str
    count: int = 0
    given: int = 0
    received: int = 0
    mutual: int = 0
    not_stated: int = 0
    excluded: int = 0
    strengths: tuple[str, ...] = ()


def partners(own: Selection, party: str) -> list[Partner]:
    """Return the partners of one party's agreements by code; `own` are that party's."""
    sets = own.tally.columns.get("party", {})
    counts = own.count_by("party")
    counts.pop(party, None)
    standings: dict[str, str] = {}
    for group, statuses in GROUPS.items():
        # Whether there is any is asked here, which costs a fifth of how many there are.
        standing = own.standing_as(statuses).bits
        left = [code for code in counts if code not in standings]
        standings |= {code: group for code in left if sets[code] & standing}
    return [Partner(code, counts[code], standings[code]) for code in sorted(counts)]


def ties(everything: Selection, codes: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return {(code, code): how many agreements they have in force between them}."""
    in_force = everything.standing_as([Status.IN_FORCE])
    ordered = sorted(codes)
    of_each = [in_force.of_any_party([code]).bits for code in ordered]
    found = {}
    for place, one in enumerate(of_each):
        for step, other in enumerate(of_each[place + 1 :], place + 1):
            count = (one & other).bit_count()
            if count:
                found[ordered[place], ordered[step]] = count
    return found


def balances(own: Selection, party: str, types: Iterable[str]) -> list[Balance]:
    """Return what the party's agreements hold, in the order of `types`; `own` are that party's."""
    is_second = _where_second(own, party)
    is_first = own.bits & ~is_second
    found: dict[str, dict[str, int]] = {}
    strengths: dict[str, set[str]] = {}
    for word, bits in own.tally.columns.get("owed", {}).items():
        here = bits & own.bits
        if here:
            owed = Owed.read(word)
            sets = found.setdefault(owed.type, {})
            for name, part in _by_side(owed.way, here, is_first, is_second):
                sets[name] = sets.get(name, 0) | part
            if owed.way != EXCLUDED:
                strengths.setdefault(owed.type, set()).add(owed.strength)
    return [
        _balance(code, found[code], tuple(sorted(strengths.get(code, ()))))
        for code in types
        if code in found
    ]


def _where_second(own: Selection, party: str) -> int:
    """Return the rows in which the party stands second: those with a partner of a lesser code."""
    second = 0
    for code, bits in own.tally.columns.get("party", {}).items():
        if code < party:
            second |= bits
    return second & own.bits


def _by_side(way: str, here: int, is_first: int, is_second: int) -> list[tuple[str, int]]:
    if way == FIRST:
        return [("given", here & is_first), ("received", here & is_second)]
    if way == SECOND:
        return [("received", here & is_first), ("given", here & is_second)]
    return [({MUTUAL: "mutual", NOT_STATED: "not_stated"}.get(way, "excluded"), here)]


def _balance(code: str, sets: Mapping[str, int], strengths: tuple[str, ...]) -> Balance:
    told = Balance(code, strengths=strengths)
    made = 0
    for name, bits in sets.items():
        setattr(told, name, bits.bit_count())
        made |= bits if name != "excluded" else 0
    told.count = made.bit_count()
    return told
