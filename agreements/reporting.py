"""Reports of errors: taken from anybody, within limits, and worked off by editors."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agreements.models import Agreement, Report

# From one address in an hour, and from all of them in a day: beyond that it is no reader.
MOST_AN_HOUR: Final = 5
MOST_A_DAY: Final = 300
PAGE_SIZE: Final = 25
_SHORT_PREFIX: Final = 64


class TooManyReportsError(Exception):
    """So many came that no more are taken for a while."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader says is wrong, where one can see it, and how to answer them."""

    what: str
    where: str = ""
    contact: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some reports, newest first; `older` is the number to go on before, None at the end."""

    reports: list[Report]
    older: int | None


def take(said: Said, agreement: Agreement | None, address: str) -> Report:
    """Keep a report for the editors; two queries.

    The address is not kept: only what tells today's reports from it apart from others.

    Raises:
        TooManyReportsError: too many came from there within an hour, or from everywhere in a day.
    """
    now = timezone.now()
    sender = _mark(address, now.date().isoformat())
    counts = Report.objects.filter(sent_at__gt=now - timedelta(days=1)).aggregate(
        all=Count("pk"),
        theirs=Count("pk", filter=Q(sender=sender, sent_at__gt=now - timedelta(hours=1))),
    )
    if counts["theirs"] >= MOST_AN_HOUR or counts["all"] >= MOST_A_DAY:
        raise TooManyReportsError
    return Report.objects.create(
        agreement=agreement,
        what=said.what,
        where=said.where,
        contact=said.contact,
        page=said.page,
        sender=sender,
    )


def count_open() -> int:
    """Return how many reports wait."""
    return Report.objects.filter(done_at=None).count()


def page_of(*, is_done: bool, before: int | None = None) -> ReportPage:
    """Return the reports that wait, or those that are done, from a number downwards; one query."""
    found = Report.objects.filter(done_at__isnull=not is_done)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("agreement", "done_by")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return ReportPage(shown, shown[-1].pk if len(rows) > PAGE_SIZE else None)


def settle(number: int, editor: User, *, outcome: str = "") -> bool:
    """Say that a report is done, and forget how to answer it; False where it was, or is none."""
    waiting = Report.objects.filter(pk=number, done_at=None)
    done = {"done_at": timezone.now(), "done_by": editor, "outcome": outcome, "contact": ""}
    return bool(waiting.update(**done))


def reopen(number: int) -> bool:
    """Let a report wait again; False where it does already, or there is none."""
    done = Report.objects.filter(pk=number, done_at__isnull=False)
    return bool(done.update(done_at=None, done_by=None, outcome=""))


def _mark(address: str, day: str) -> str:
    """Return what tells an address apart for a day; who has one IPv6 address has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        origin = ""
    else:
        is_long = parsed.version == 6  # noqa: PLR2004  the protocol's number
        origin = str(
            ipaddress.ip_network(f"{parsed}/{_SHORT_PREFIX}", strict=False) if is_long else parsed
        )
    return salted_hmac(f"agreements.reporting.{day}", origin, algorithm="sha256").hexdigest()
