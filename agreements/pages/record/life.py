"""The life line: what happened to an agreement, in order, and what is still ahead of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.edtf import bounds
from agreements.models import MilestoneKind, TermName
from agreements.pages.record.sources import Source
from agreements.pages.record.words import years

_RANKS: Final = {kind: rank for rank, kind in enumerate(MilestoneKind.values)}
_SHORT: Final = {MilestoneKind.ENTERED_INTO_FORCE: gettext_lazy("In force")}
_ENDS: Final = frozenset(
    {
        MilestoneKind.DENOUNCED,
        MilestoneKind.TERMINATED,
        MilestoneKind.EXPIRED,
        MilestoneKind.REJECTED,
    }
)
# Longer rules on renewal are told among the facts alone.
_SHORT_RULE: Final = 48
_LEAP_DAY: Final = "-02-29"


@dataclass(frozen=True, slots=True)
class Moment:
    """One milestone; `date` is EDTF, empty where not known.

    `is_ahead`: it is expected, or lies after the day shown. `is_worked_out`: no source states it.
    """

    label: str
    date: str
    place: str
    party: str
    is_ahead: bool
    sources: list[Source]
    kind: str = ""
    note: str = ""
    is_worked_out: bool = False

    @property
    def short(self) -> str:
        """What the line calls it."""
        return str(_SHORT[MilestoneKind(self.kind)]) if self.kind in _SHORT else self.label


def as_passed(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return milestones by day; what has no day goes where agreements pass through such a thing."""
    passed: list[Mapping[str, Any]] = []
    undated: list[Mapping[str, Any]] = []
    for entry in entries:
        (passed if entry["earliest"] else undated).append(entry)
    for entry in undated:
        rank = _RANKS[entry["kind"]]
        later = (place for place, other in enumerate(passed) if _RANKS[other["kind"]] > rank)
        passed.insert(next(later, len(passed)), entry)
    return passed


def line(life: Iterable[Moment], terms: Iterable[Mapping[str, Any]], day: date) -> list[Moment]:
    """Return the life as it looked on `day`: then the rule on renewal and the end foreseen."""
    passed = [_seen_on(moment, day) for moment in life]
    if any(moment.kind in _ENDS for moment in passed):
        return passed
    held = {t["name"]: str(t["value"]) for t in terms if t["rank"] == "preferred"}
    return [*passed, *_foreseen(passed, held)]


def _seen_on(moment: Moment, day: date) -> Moment:
    earliest = bounds(moment.date).earliest if moment.date else None
    if moment.is_ahead or earliest is None or earliest <= day:
        return moment
    return replace(moment, is_ahead=True, note=_("after the day shown"))


def _foreseen(passed: Iterable[Moment], held: Mapping[str, str]) -> Iterator[Moment]:
    renewal = held.get(TermName.RENEWAL, "")
    if 0 < len(renewal) <= _SHORT_RULE:
        yield _worked_out(_("Renewal"), "", renewal)
    began = [m.date for m in passed if m.kind == MilestoneKind.ENTERED_INTO_FORCE]
    lasts = held.get(TermName.DURATION_YEARS, "")
    ends = _years_after(began[0], lasts) if began else ""
    if ends:
        yield _worked_out(_("Planned end"), ends, _("%s after entry into force") % years(lasts))


def _worked_out(label: str, written: str, note: str) -> Moment:
    return Moment(
        label=label,
        date=written,
        place="",
        party="",
        is_ahead=True,
        sources=[],
        note=note,
        is_worked_out=True,
    )


def _years_after(written: str, number: str) -> str:
    """Return the EDTF date so many years later; nothing where the year is not known for sure."""
    year, rest = written[:4], written[4:]
    if not (year.isdecimal() and number.isdecimal()) or rest[-1:] in ("?", "~", "%"):
        return ""
    later = int(year) + int(number)
    return f"{later:04}{'-02-28' if rest == _LEAP_DAY else rest}" if later <= date.max.year else ""
