"""What a decision changed, in words, from what it noted of before and after."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy, ngettext

from agreements.curation.deferring import NO_DAY
from agreements.models import Decision

_LABELS: Final = {
    "title": "Title",
    "kind": "Form",
    "signed": "Signed",
    "in_force_from": gettext_lazy("In force"),
    "ended": "Ended",
    "duration_years": gettext_lazy("Duration in years"),
    "legally_binding": gettext_lazy("Legally binding"),
}
_ARROW: Final = "\N{RIGHTWARDS ARROW}"
Facts = Mapping[str, Any]


def changes(decision: Decision) -> Iterable[str]:
    """Return what the decision did, a sentence or value each; asks the database for nothing."""
    before, after = decision.before or {}, decision.after or {}
    yield from _moved(after)
    was, now = before.get("record", {}), after.get("record", {})
    for key in sorted(was.keys() | now.keys()):
        yield from _changed(key, was.get(key), now.get(key))


def _moved(after: Facts) -> Iterable[str]:
    if "deferred_until" in after:
        yield _until(after["deferred_until"])
    if "to" in after:
        yield gettext("back to %s") % after["to"]
    if "split_off" in after:
        count = len(after["places"])
        told = ngettext(
            "%(count)d value to draft %(to)s", "%(count)d values to draft %(to)s", count
        )
        yield told % {"count": count, "to": after["split_off"]}
    if "head" in after:
        yield gettext("waits behind draft %s") % after["head"]
    if "into" in after:
        yield gettext("into %s") % after["into"]
    if after.get("left_out"):
        yield gettext("%d left out") % len(after["left_out"])


def _until(written: str | None) -> str:
    if written is None:
        return gettext("waits in the queue from now on")
    until = datetime.fromisoformat(written)
    return "" if until == NO_DAY else gettext("until %s") % f"{until:%Y-%m-%d}"


def _changed(key: str, was: Facts | None, now: Facts | None) -> Iterable[str]:
    if now is None:
        yield gettext("%s: held no longer") % key
    elif was is None:
        yield gettext("%(key)s: new, %(title)s") % {"key": key, "title": now["title"]}
    elif was == now:
        yield gettext("%s: sources only") % key
    else:
        yield from (f"{key}: {change}" for change in _differences(was, now))


def _differences(was: Facts, now: Facts) -> Iterable[str]:
    for name, label in _LABELS.items():
        old, new = was.get(name), now.get(name)
        if old != new:
            yield f"{label} {_said(old)} {_ARROW} {_said(new)}"
    gone = set(was.get("commitments", ())) - set(now.get("commitments", ()))
    come = set(now.get("commitments", ())) - set(was.get("commitments", ()))
    yield from (gettext("without %s") % each.replace("_", " ") for each in sorted(gone))
    yield from (gettext("with %s") % each.replace("_", " ") for each in sorted(come))


def _said(value: object) -> str:
    if value is None:
        return gettext("not stated")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
