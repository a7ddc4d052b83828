"""An agreement in two sentences, made from its facts where no source sums it up."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    Status.PROPOSED: gettext_lazy("proposed"),
    Status.NEGOTIATING: gettext_lazy("under negotiation"),
    Status.AGREED: gettext_lazy("agreed but not known to be signed"),
    Status.SIGNED: gettext_lazy("not known to be in force"),
    Status.RATIFIED: gettext_lazy("ratified but not known to be in force"),
    Status.IN_FORCE: gettext_lazy("in force"),
    Status.SUSPENDED: gettext_lazy("suspended"),
    Status.TERMINATED: gettext_lazy("terminated"),
    Status.EXPIRED: gettext_lazy("expired"),
    Status.REJECTED: gettext_lazy("rejected"),
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
    noun = AgreementKind(record.kind).noun if record.kind in kinds else _("Agreement")
    told = [_signed(noun, life)]
    if status:
        told.append(_standing(life, Status(status)))
    facts = {fact.name: fact.value for fact in record.facts}
    if TermName.DURATION_YEARS in facts:
        told.append(_("concluded for %s") % facts[TermName.DURATION_YEARS])
    binding = facts.get(TermName.LEGALLY_BINDING)
    text = ", ".join(part for part in told if part)
    if binding:
        # The fact stands in words by now: the same ones as here.
        is_binding = binding == _("yes")
        text += _("; legally binding") if is_binding else _("; not legally binding")
    return f"{text}."


def _signed(noun: str, life: list[Moment]) -> str:
    for moment in life:
        if moment.kind == MilestoneKind.SIGNED and not moment.is_ahead:
            when = _when(_("%s signed") % noun, moment.date)
            return (
                _("%(told)s in %(place)s") % {"told": when, "place": moment.place}
                if moment.place
                else when
            )
    return noun


def _standing(life: list[Moment], status: Status) -> str:
    since = (m.date for m in life if m.kind == _SINCE.get(status) and not m.is_ahead and m.date)
    day = next(since, "")
    words = str(_STANDING[status])
    if not day:
        return words
    if status in (Status.IN_FORCE, Status.SUSPENDED, Status.NEGOTIATING):
        return _("%(told)s since %(date)s") % {"told": words, "date": edtf_words(day)}
    return _when(words, day)


def _when(told: str, written: str) -> str:
    """Return it with " on 12 January 2024" or " in March 2024"; alone where the day isn't known."""
    days = bounds(written) if written else None
    if days is None or days.earliest is None:
        return told
    is_day = days.earliest == days.latest and written[-1] not in "~%?"
    form = _("%(told)s on %(date)s") if is_day else _("%(told)s in %(date)s")
    return form % {"told": told, "date": edtf_words(written)}


def _second(record: Record) -> str:
    told = _made(record.made) if record.made else _("No commitment is recorded yet")
    excluded = [_small(p.name) for p in record.excluded]
    if excluded:
        told = _("%(told)s; it expressly excludes %(types)s") % {
            "told": told,
            "types": _listed(excluded),
        }
    return f"{told}."


def _made(made: list[Promise]) -> str:
    """Return "2 commitments are recorded, one of them a binding duty: consultation and cyber"."""
    count, duties = len(made), sum(p.strength == Strength.DUTY for p in made)
    head = _("One commitment is recorded") if count == 1 else _many(count)
    if duties and count > 1:
        head += _(", one of them a binding duty") if duties == 1 else _duties(duties)
    return f"{head}: {_listed(_by_firmness(made))}"


def _many(count: int) -> str:
    return ngettext("%d commitment is recorded", "%d commitments are recorded", count) % count


def _duties(count: int) -> str:
    told = ngettext(", %d of them a binding duty", ", %d of them binding duties", count)
    return told % count


def _by_firmness(made: list[Promise]) -> list[str]:
    firmest = sorted(made, key=lambda p: _FIRMNESS.index(Strength(p.strength)))
    return list(dict.fromkeys(_small(p.name) for p in firmest))


def _listed(names: list[str]) -> str:
    if len(names) > _NAMED + 1:
        first, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
        return _("%(names)s and %(number)d more") % {"names": first, "number": more}
    return _(" and ").join(filter(None, (", ".join(names[:-1]), names[-1])))


def _small(name: str) -> str:
    is_word = name[1:2].islower() or not name[1:2].isalpha()
    return name[:1].lower() + name[1:] if is_word else name
