"""How well each party is covered: what was read about it, when last, how late we learn of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from typing import Final

from django.db import connection
from django.db.models import Count, F, Max, Min

from agreements import looking
from agreements.models import Card, Decision, Draft, Term, TermName

_REFERENCE: Final = "atlas-reference:"
# By party, of whom a draft has two: the parties stand in `pair` as a list in JSON.
_TEXTS: Final = """
SELECT code, count(DISTINCT draft.document_id), count(DISTINCT nullif(document.publisher, '')),
       max(draft.created_at), count(*) FILTER (WHERE draft.state = ANY(%s)),
       count(*) FILTER (WHERE draft.state <> ALL(%s))
  FROM agreements_draft draft
  JOIN agreements_document document ON document.id = draft.document_id
 CROSS JOIN LATERAL jsonb_array_elements_text(draft.pair::jsonb) AS code
 WHERE draft.state <> %s AND draft.created_at <= coalesce(%s, 'infinity'::timestamptz)
 GROUP BY code
"""


class Checked(StrEnum):
    """What we can say of a party: "none found" and "nobody has looked" are different things."""

    FOUND = "found"
    NONE_FOUND = "none_found"
    NOT_CHECKED = "not_checked"


@dataclass(slots=True)
class Coverage:
    """What is known of one party's coverage.

    `reference` are agreements that came with the reference list, `texts` the archived ones in
    which the reader found something about it, `publishers` who published them, `last` when the
    latest was read, `looked_on` when an editor last looked and found none, `waiting` and `judged`
    the drafts about it that editors have still to look at and have decided on, `delays` the days
    from signing to record of what was signed since we began.
    """

    agreements: int = 0
    reference: int = 0
    texts: int = 0
    publishers: int = 0
    last: datetime | None = None
    looked_on: date | None = None
    waiting: int = 0
    judged: int = 0
    delays: list[int] = field(default_factory=list)

    @property
    def median_delay(self) -> float | None:
        """Return the days in the middle, or None where nothing was signed since we began."""
        return median(self.delays) if self.delays else None

    @property
    def checked(self) -> Checked:
        """Return whether anything is on record, or was at least looked for."""
        if self.agreements:
            return Checked.FOUND
        return Checked.NONE_FOUND if self.judged or self.looked_on else Checked.NOT_CHECKED

    @property
    def checked_on(self) -> date | None:
        """Return when it was last checked, whichever way; None where it was not."""
        read = self.last.date() if self.last else None
        return max((day for day in (read, self.looked_on) if day), default=None)


def began(*, known_at: datetime | None = None) -> datetime | None:
    """Return when anything was first held; one query."""
    decisions = Decision.objects.order_by("pk")
    if known_at is not None:
        decisions = decisions.filter(at__lte=known_at)
    return decisions.values_list("at", flat=True).first()


def read(
    agreements: dict[str, int], since: date | None, *, known_at: datetime | None = None
) -> dict[str, Coverage]:
    """Return {party: coverage}; four queries.

    `agreements` is {party: number on record}, `since` the day on which the record began.
    """
    found: dict[str, Coverage] = defaultdict(Coverage)
    for code, count in agreements.items():
        found[code].agreements = count
    _add_texts(found, known_at)
    _add_reference(found)
    _add_looks(found, known_at)
    if since is not None:
        _add_delays(found, since, known_at)
    return dict(found)


def _add_texts(found: dict[str, Coverage], known_at: datetime | None) -> None:
    undecided = [str(state) for state in Draft.UNDECIDED]
    given = (undecided, undecided, Draft.State.SUPERSEDED, known_at)
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, given)
        for code, texts, publishers, last, waiting, judged in cursor.fetchall():
            one = found[code]
            one.texts, one.publishers, one.last = texts, publishers, last
            one.waiting, one.judged = waiting, judged


def _add_reference(found: dict[str, Coverage]) -> None:
    named = Term.objects.filter(
        name=TermName.IDENTIFIER, known_to=None, value__startswith=_REFERENCE
    )
    pairs = named.order_by().values_list("agreement__first_party", "agreement__second_party")
    for first, second, count in pairs.annotate(count=Count("agreement", distinct=True)):
        found[first].reference += count
        found[second].reference += count


def _add_looks(found: dict[str, Coverage], known_at: datetime | None) -> None:
    alone = looking.standing(known_at).filter(partner=None).order_by()
    for code, day in alone.values_list("party").annotate(day=Max("looked_on")):
        found[code].looked_on = day


def _add_delays(found: dict[str, Coverage], since: date, known_at: datetime | None) -> None:
    recent = Card.objects.held_at(known_at).filter(
        order_day__gte=since, signed_earliest__gte=since, signed_latest=F("signed_earliest")
    )
    first_known = Min("agreement__cards__known_from")
    rows = recent.order_by().annotate(first=first_known)
    for parties, signed, first in rows.values_list("parties", "signed_earliest", "first"):
        for code in parties:
            found[code].delays.append(max(0, (first.date() - signed).days))
