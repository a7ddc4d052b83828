"""What editors published: each decision that changed the record, with what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from agreements.models import Decision

Facts = Mapping[str, Any]

# So many agreements are named to the database; of more it is told none. And rows fetched at once.
_FEW: Final = 1_000
_CHUNK: Final = 500

# What is told of an agreement beside its commitments, in this order.
PLAIN: Final = (
    "title",
    "kind",
    "signed",
    "in_force_from",
    "ended",
    "duration_years",
    "legally_binding",
)


class Happened(StrEnum):
    """What a decision did to an agreement's record."""

    NEW = "new"
    CHANGED = "changed"
    SOURCES = "sources"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Value:
    """A plain property before and after; None where it was or is not stated."""

    name: str
    before: str | int | bool | None
    after: str | int | bool | None


@dataclass(frozen=True, slots=True)
class News:
    """What one decision did; of several agreements that it touched, to the one it was about.

    `key` is empty where it loaded a list, whose name is the `title` then and whose length `rows`.
    `added`, `removed` and `excluded` (which it is now said not to hold) are commitment types.
    `is_undo` tells that it took an earlier decision back, `was_undone` that it was taken back.
    """

    number: int
    at: datetime
    what: Happened
    key: str = ""
    title: str = ""
    parties: tuple[str, ...] = ()
    into: str = ""
    values: list[Value] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    is_undo: bool = False
    was_undone: bool = False
    rows: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """Of which agreements news are wanted; None is any.

    `any_party`, `partner` and `both` are codes: what a party takes part in stays so, also where an
    agreement is held no more. `numbers` are agreements' numbers.
    """

    any_party: frozenset[str] | None = None
    partner: frozenset[str] | None = None
    both: frozenset[str] | None = None
    numbers: frozenset[int] | None = None

    @property
    def is_all(self) -> bool:
        """Tell whether news of all agreements are wanted."""
        return self == About()

    def condition(self) -> Q:
        """Return what a decision's agreement must be, but for its number."""
        found = Q()
        for codes in (self.any_party, self.partner):
            if codes is not None:
                found &= Q(agreement__first_party__in=codes) | Q(agreement__second_party__in=codes)
        if self.both is not None:
            found &= Q(agreement__first_party__in=self.both, agreement__second_party__in=self.both)
        return found


def read(
    about: About, *, limit: int, before: int | None = None, known_at: datetime | None = None
) -> list[News]:
    """Return the latest news, newest first; those before a decision's number.

    One query; one more for a few agreements, and a few more for many.
    """
    changed = Q(before__has_key="record", agreement__isnull=False)
    wanted = changed | Q(verb=Decision.Verb.LOAD) if about.is_all else changed & about.condition()
    found = Decision.objects.filter(wanted).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    if known_at is not None:
        found = found.filter(at__lte=known_at)
    if about.numbers is None:
        numbered = found
    else:
        numbered = Decision.objects.filter(pk__in=_latest_of(found, about.numbers, limit))
    shown = numbered.order_by("-pk").select_related("agreement", "undone_by")[:limit]
    return [_news(decision, known_at) for decision in shown]


def _latest_of(found: QuerySet[Decision], agreements: frozenset[int], limit: int) -> list[int]:
    """Return the numbers of the latest decisions on any of these agreements.

    A few agreements the database looks up; of many, one is soon met among the latest decisions.
    """
    if len(agreements) <= _FEW:
        return list(found.filter(agreement__in=agreements).values_list("pk", flat=True)[:limit])
    rows, picked = found.values_list("pk", "agreement_id"), list[int]()
    fetched = list(rows[:_CHUNK])
    while fetched and len(picked) < limit:
        picked += [number for number, of in fetched if of in agreements]
        fetched = list(rows.filter(pk__lt=fetched[-1][0])[:_CHUNK])
    return picked[:limit]


def _news(decision: Decision, known_at: datetime | None) -> News:
    after: Facts = decision.after or {}
    agreement = decision.agreement
    if agreement is None:
        told, rows = decision.reason, after.get("rows", 0)
        return News(decision.pk, decision.at, Happened.LOADED, title=told, rows=rows)
    was: Facts = (decision.before or {}).get("record", {}).get(agreement.key, {})
    now: Facts = after.get("record", {}).get(agreement.key, {})
    undone = getattr(decision, "undone_by", None)
    return News(
        decision.pk,
        decision.at,
        _what(decision, was, now),
        key=agreement.key,
        title=now.get("title") or was.get("title") or agreement.key,
        parties=agreement.parties,
        into=after.get("into", ""),
        values=_values(was, now) if was and now else [],
        added=_types(now, was),
        removed=_types(was, now),
        excluded=_types(now, was, held=False),
        is_undo=decision.verb == Decision.Verb.UNDO,
        was_undone=undone is not None and (known_at is None or undone.at <= known_at),
    )


def _what(decision: Decision, was: Facts, now: Facts) -> Happened:
    if decision.verb == Decision.Verb.MERGE:
        return Happened.MERGED
    if not was:
        return Happened.NEW
    if not now:
        return Happened.WITHDRAWN
    return Happened.SOURCES if was == now else Happened.CHANGED


def _values(was: Facts, now: Facts) -> list[Value]:
    return [
        Value(name, was.get(name), now.get(name))
        for name in PLAIN
        if was.get(name) != now.get(name)
    ]


def _types(has: Facts, had: Facts, *, held: bool = True) -> list[str]:
    """Return the types of commitments that one has and the other hasn't, as they are written.

    Those that are made, or without `held` those that are expressly excluded.
    """
    gained = (each.split() for each in _told(has) - _told(had))
    return sorted({words[0] for words in gained if ("excluded" not in words) == held})


def _told(facts: Facts) -> set[str]:
    return set(facts.get("commitments", ()))
