"""An agreement in two sentences, made from its facts where no source sums it up."""

from collections.abc import Iterable
from typing import Final

from agreements.dating import edtf_words
from agreements.edtf import bounds
from agreements.models import AgreementKind, MilestoneKind, Status, Strength, TermName
from agreements.pages.record.life import Moment
from agreements.pages.record.sheet import Promise, Record

# So many commitments are named; the others are counted.
_NAMED: Final = 4
_FIRMNESS: Final = (Strength.DUTY, Strength.INTENT, Strength.MENTIONED)
# How it stands, in words that go on from "…, signed on that day, "; signing is told before.
_STANDING: Final = {
    Status.PROPOSED: "proposed",
    Status.NEGOTIATING: "under negotiation",
    Status.AGREED: "agreed but not known to be signed",
    Status.SIGNED: "not known to be in force",
    Status.RATIFIED: "ratified but not known to be in force",
    Status.IN_FORCE: "in force",
    Status.SUSPENDED: "suspended",
    Status.TERMINATED: "terminated",
    Status.EXPIRED: "expired",
    Status.REJECTED: "rejected",
}
# The milestone whose day is told with how it stands.
_SINCE: Final = {
    Status.IN_FORCE: MilestoneKind.ENTERED_INTO_FORCE,
    Status.SUSPENDED: MilestoneKind.SUSPENDED,
    Status.TERMINATED: MilestoneKind.TERMINATED,
    Status.EXPIRED: MilestoneKind.EXPIRED,
    Status.REJECTED: MilestoneKind.REJECTED,
    Status.NEGOTIATING: MilestoneKind.NEGOTIATIONS_OPENED,
}


def gist(record: Record, life: Iterable[Moment], status: str | None) -> str:
    """Return what sort of agreement it is and how it stands, and what it holds."""
    return f"{_first(record, list(life), status)} {_second(record)}"


def _first(record: Record, life: list[Moment], status: str | None) -> str:
    kinds = AgreementKind.values
    noun = AgreementKind(record.kind).noun if record.kind in kinds else "Agreement"
    told = [f"{noun}{_signed(life)}"]
    if status:
        told.append(_standing(life, Status(status)))
    facts = {fact.name: fact.value for fact in record.facts}
    if TermName.DURATION_YEARS in facts:
        told.append(f"concluded for {facts[TermName.DURATION_YEARS]}")
    binding = facts.get(TermName.LEGALLY_BINDING)
    text = ", ".join(part for part in told if part)
    if binding:
        text += "; legally binding" if binding == "yes" else "; not legally binding"
    return f"{text}."


def _signed(life: list[Moment]) -> str:
    for moment in life:
        if moment.kind == MilestoneKind.SIGNED and not moment.is_ahead:
            place = f" in {moment.place}" if moment.place else ""
            return f" signed{_when(moment.date)}{place}"
    return ""


def _standing(life: list[Moment], status: Status) -> str:
    since = (m.date for m in life if m.kind == _SINCE.get(status) and not m.is_ahead and m.date)
    day = next(since, "")
    if not day:
        return _STANDING[status]
    is_lasting = status in (Status.IN_FORCE, Status.SUSPENDED, Status.NEGOTIATING)
    return f"{_STANDING[status]}{' since ' + edtf_words(day) if is_lasting else _when(day)}"


def _when(written: str) -> str:
    """Return " on 12 January 2024", " in March 2024"; nothing where the day is not known."""
    if not written:
        return ""
    days = bounds(written)
    if days.earliest is None:
        return ""
    is_day = days.earliest == days.latest and written[-1] not in "~%?"
    return f" {'on' if is_day else 'in'} {edtf_words(written)}"


def _second(record: Record) -> str:
    excluded = [_small(p.name) for p in record.excluded]
    if not record.made:
        found = "No commitment is recorded yet"
        return f"{found}; it expressly excludes {_listed(excluded)}." if excluded else f"{found}."
    names = _by_firmness(record.made)
    count = len(record.made)
    head = "One commitment is recorded" if count == 1 else f"{count} commitments are recorded"
    duties = sum(p.strength == Strength.DUTY for p in record.made)
    firm = (
        f", {'one of them a binding duty' if duties == 1 else f'{duties} of them binding duties'}"
    )
    text = f"{head}{firm if duties and count > 1 else ''}: {_listed(names)}"
    return f"{text}; it expressly excludes {_listed(excluded)}." if excluded else f"{text}."


def _by_firmness(made: list[Promise]) -> list[str]:
    firmest = sorted(made, key=lambda p: _FIRMNESS.index(Strength(p.strength)))
    return list(dict.fromkeys(_small(p.name) for p in firmest))


def _listed(names: list[str]) -> str:
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _small(name: str) -> str:
    is_word = name[1:2].islower() or not name[1:2].isalpha()
    return name[:1].lower() + name[1:] if is_word else name
