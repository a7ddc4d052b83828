"""The changes of the record: numbered as they are made, read in order, told as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from agreements import following
from agreements.models import Decision, RecordChange, StatusSpan

# Whoever writes has the record to themselves (`ledger.take_turn`): so numbers have no gaps.
_NOTE: Final = """
INSERT INTO agreements_recordchange (number, decision_id, agreement_id, card_id)
SELECT last.number + row_number() OVER (ORDER BY touched.agreement_id),
       %(decision)s, touched.agreement_id, touched.card
FROM (
    SELECT agreement_id, max(id) FILTER (WHERE known_from = %(at)s) AS card
    FROM agreements_card
    WHERE agreement_id = ANY(%(touched)s) AND (known_from = %(at)s OR known_to = %(at)s)
    GROUP BY agreement_id
) AS touched, (
    SELECT coalesce(max(number), 0) AS number FROM agreements_recordchange
) AS last
"""

# In the order of an index; of one decision the last agreement's change is the last.
_LAST: Final = """
SELECT number FROM agreements_recordchange
WHERE decision_id <= (
    SELECT id FROM agreements_decision WHERE at <= %s ORDER BY at DESC, id DESC LIMIT 1
) ORDER BY decision_id DESC, agreement_id DESC LIMIT 1
"""

_READ: Final = (
    *("number", "agreement_id", "card__item_json", "decision__verb", "decision__editor_id"),
    *("decision__undoes_id", "decision__reason", "decision__after", "decision__at"),
)
_ALL: Final = following.Wanted()


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes in order; the numbers that the pages after and before them begin from.

    `last` is the number of the last change there is, asked for or not: who has this page, and
    nothing follows, goes on after it.
    """

    changes: list[RecordChange]
    following: str | None
    preceding: str | None
    last: int


def note(decision: Decision, agreement_ids: Sequence[int]) -> None:
    """Number what a decision, stored just now, did to these agreements, whose cards are written."""
    if agreement_ids:
        told: dict[str, Any] = {
            "decision": decision.pk,
            "at": decision.at,
            "touched": list(agreement_ids),
        }
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, told)


def page(
    *,
    as_of: date,
    known_at: datetime | None,
    limit: int,
    after: int = 0,
    before: int | None = None,
    wanted: following.Wanted = _ALL,
) -> Page:
    """Return the changes after one number or before another, each with its status on a day.

    `before` wins. Two queries; three where a moment is named since when changes are wanted.
    """
    last = last_number() if known_at is None else _last(known_at)
    found = wanted.among(_standing_on(as_of)).filter(number__lte=last)
    if wanted.since is not None:
        found = found.filter(number__gt=last_number(before=wanted.since))
    if before is not None:
        rows = list(found.filter(number__lt=before).order_by("-number")[: limit + 1])
        shown, is_more = rows[:limit][::-1], len(rows) > limit
        return Page(shown, _number(shown, -1), _number(shown, 0) if is_more else None, last)
    rows = list(found.filter(number__gt=after).order_by("number")[: limit + 1])
    shown, is_more = rows[:limit], len(rows) > limit
    first = _number(shown, 0) if after else None
    return Page(shown, _number(shown, -1) if is_more else None, first, last)


def line(change: RecordChange) -> str:
    """Return a change as the API tells of it; it must come from `page`."""
    decision = change.decision
    head = {
        "number": change.number,
        "kind": kind(change),
        "at": decision.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "cause": _cause(decision),
        "key": f"A-{change.agreement_id}",
        "merged_into": _merged_into(change),
    }
    begun = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{begun},"agreement":{_agreement(change)}}}'


def kind(change: RecordChange) -> str:
    """Return what kind a change is of; it must come from `page` or `one`."""
    return following.kind_of(
        is_held=change.card_id is not None,
        was_held=change.previous is not None,
        was_known=change.was_known,
        verb=change.decision.verb,
    )


def one(number: int, *, as_of: date) -> RecordChange:
    """Return the change of this number, with its status on a day."""
    return _standing_on(as_of).get(number=number)


def last_number(*, before: datetime | None = None) -> int:
    """Return the number of the last change, or of the last before a moment; 0 before all."""
    if before is not None:
        since = Decision.objects.filter(at__lt=before).order_by("-at").values_list("at", flat=True)
        moment = since.first()
        return _last(moment) if moment is not None else 0
    newest = RecordChange.objects.order_by("-number").values_list("number", flat=True)
    return newest.first() or 0


def _standing_on(day: date) -> QuerySet[RecordChange]:
    spans = StatusSpan.objects.filter(
        Q(end_day=None) | Q(end_day__gt=day), card=OuterRef("card"), first_day__lte=day
    )
    found = RecordChange.objects.select_related("decision", "card").only(*_READ)
    return following.with_past(found).annotate(status=Subquery(spans.values("status")[:1]))  # type: ignore[no-redef]  # of no column


def _last(moment: datetime) -> int:
    """Return the number of the last change at a moment; 0 before all."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [moment])
        found = cursor.fetchone()
    return found[0] if found else 0


def _number(shown: Sequence[RecordChange], place: int) -> str | None:
    return str(shown[place].number) if shown else None


def _cause(decision: Decision) -> dict[str, Any]:
    """Return why; who it was is told to nobody, as on pages."""
    return {
        "decision": decision.pk,
        "verb": decision.verb,
        "reason": decision.reason or None,
        "by": "the house" if decision.editor_id is None else "an editor",
        "undoes": decision.undoes_id,
    }


def _merged_into(change: RecordChange) -> str | None:
    decision = change.decision
    is_merged = decision.verb == Decision.Verb.MERGE and change.card_id is None
    return str((decision.after or {})["into"]) if is_merged else None


def _agreement(change: RecordChange) -> str:
    if change.card is None:
        return "null"
    status = json.dumps(change.status)
    return f'{{"status":{status},{change.card.item_json[1:]}'
