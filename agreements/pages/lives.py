"""Cards as life lines: when each agreement began, how it stood since, when it is meant to end."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements import summaries
from agreements.atlas.lifelines import Bar, Lifeline, Lifelines, draw_lifelines
from agreements.edtf import bounds
from agreements.models import AgreementKind, Card, Status
from agreements.standing import ENDED, GROUP_OF


def draw_lives(
    cards: Iterable[Card],
    day: date,
    *,
    name_of: Callable[[Card], str],
    suffix: str = "",
    left: int = 170,
    right: int = 14,
) -> Lifelines:
    """Draw these agreements, the oldest first; one query.

    `name_of` says what stands before the bars. The cards must come with their status of the day.
    """
    listed = list(cards)
    bars = _bars(card.pk for card in listed)
    pattern = reverse("agreement", args=["KEY"]) + suffix
    lines = [_lifeline(card, bars.get(card.pk, []), name_of(card), pattern) for card in listed]
    begun = sorted(lines, key=lambda line: line.bars[0].first if line.bars else date.max)
    day_name = _("today") if day == timezone.now().date() else date_format(day)
    return draw_lifelines(begun, day, day_name=day_name, left=left, right=right)


def _bars(cards: Iterable[int]) -> dict[int, list[Bar]]:
    """Return {card's number: how it stood, the oldest first}."""
    found: dict[int, list[Bar]] = {}
    for card, status, first, end in summaries.spans(cards):
        found.setdefault(card, []).append(Bar(GROUP_OF[status], first, end))
    return found


def _lifeline(card: Card, bars: list[Bar], name: str, pattern: str) -> Lifeline:
    told = json.loads(card.row_json)
    signed = _(", signed %s") % card.signed if card.signed else ""
    is_over = bool(bars) and bars[-1].standing == ENDED
    return Lifeline(
        name=name,
        label=f"{name}: {card.title}{signed}, {Status(card.status).label}",
        address=pattern.replace("KEY", told["key"]),
        bars=bars,
        planned_end=None if is_over else _planned_end(told),
        near=str(AgreementKind(card.kind).label) if name == card.title and card.kind else "",
    )


def _planned_end(told: Mapping[str, Any]) -> date | None:
    """Return when its years are over, counted from entry into force, else from the signing."""
    years, begun = told["duration_years"], told["in_force_from"] or told["signed"]
    if not years or not begun:
        return None
    first = bounds(begun).earliest
    if first is None or first.year + years > date.max.year:
        return None
    # 29 February has no day of its own in most years.
    return date(first.year + years, first.month, min(first.day, 28))
