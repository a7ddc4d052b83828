"""Sources as editors want them: added, changed, paused, polled at once."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least, Now

from ingest import polling
from ingest.doorbell import ring_to_poll
from ingest.models import Source

# After one of these has changed, what was seen is to be seen with other eyes.
_SEEN_BY: Final = frozenset({"address", "kind", "keywords"})


class NotKeptError(Exception):
    """What is told can't be kept: the `field` at fault, a `sentence`, who is `there`."""

    def __init__(self, field: str, sentence: str, there: Source | None = None) -> None:
        """Name the field that is wrong and say what to do."""
        self.field, self.sentence, self.there = field, sentence, there
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What editors say of a source: its columns, checked already; see `Source`."""

    name: str
    kind: Source.Kind
    address: str
    publisher: str = ""
    language: str = ""
    reliability: str = Source.Reliability.OTHER
    keywords: tuple[str, ...] = ()
    interval: int = 60
    quota_day: int = 1000

    def columns(self) -> dict[str, Any]:
        """Return the columns by name."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return told | {"keywords": list(self.keywords)}

    def source(self) -> Source:
        """Return a source that is not stored, to be tried."""
        return Source(**self.columns())


@transaction.atomic
def add(told: Told, *, editor: int, is_on: bool = True) -> Source:
    """Store a source; one that is on is polled at once.

    Raises:
        NotKeptError: there is one with this address.
    """
    check_new(told.address)
    try:
        with transaction.atomic():
            source = Source.objects.create(**told.columns(), is_on=is_on, made_by_id=editor)
    except IntegrityError as error:
        raise _there_already(told.address) from error
    if is_on:
        poll_now([source.pk])
    return source


@transaction.atomic
def change(source: Source, told: Told) -> None:
    """Store what is told anew; what a poll has stored meanwhile stays.

    Raises:
        NotKeptError: there is another one with this address.
    """
    columns = told.columns()
    changed = {name: value for name, value in columns.items() if getattr(source, name) != value}
    if not changed:
        return
    if "address" in changed:
        check_new(told.address)
        changed |= {"moved_to": "", "moved_times": 0, "failures": 0}
    try:
        with transaction.atomic():
            Source.objects.filter(pk=source.pk).update(
                **changed, next_at=Least(F("next_at"), Now() + timedelta(minutes=told.interval))
            )
    except IntegrityError as error:
        raise _there_already(told.address) from error
    if not _SEEN_BY.isdisjoint(changed):
        polling.reconsider(source)


def pause(numbers: Collection[int]) -> int:
    """Switch sources off; returns how many were on. A poll that is under way is finished."""
    return Source.objects.filter(pk__in=numbers, is_on=True).update(is_on=False)


@transaction.atomic
def switch_on(numbers: Collection[int]) -> int:
    """Switch sources on and have them polled at once; returns how many were off."""
    off = Source.objects.select_for_update().filter(pk__in=numbers, is_on=False)
    found = list(off.values_list("pk", flat=True))
    Source.objects.filter(pk__in=found).update(is_on=True)
    poll_now(found)
    return len(found)


@transaction.atomic
def poll_now(numbers: Collection[int]) -> int:
    """Have sources polled that are on, whenever their time is; returns how many."""
    on = Source.objects.select_for_update().filter(pk__in=numbers, is_on=True)
    found = sorted(on.values_list("pk", flat=True))
    Source.objects.filter(pk__in=found).update(next_at=Now(), rung_at=Now())
    if found:
        transaction.on_commit(partial(ring_to_poll, found), robust=True)
    return len(found)


def check_new(address: str) -> None:
    """Raise NotKeptError if there is a source with this address."""
    if Source.objects.filter(address=address).exists():
        raise _there_already(address)


def _there_already(address: str) -> NotKeptError:
    there = Source.objects.filter(address=address).first()
    return NotKeptError(
        "address", f"There is a source with this address already: {there or address}.", there
    )
