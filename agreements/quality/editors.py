"""How each editor works: how much, how fast, how often with changes, how often taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Aggregate, Count, FloatField, Q
from django.utils import timezone

from agreements.models import Decision

PERIOD: Final = timedelta(days=90)
_OF_DRAFTS: Final = (
    Decision.Verb.APPROVE,
    Decision.Verb.REJECT,
    Decision.Verb.DUPLICATE,
    Decision.Verb.SECOND,
)


@dataclass(frozen=True, slots=True)
class EditorFigures:
    """What one editor decided; in percent, of approvals (`fixed_`) and of all (`undone_`)."""

    editor: str
    decisions: int
    seconds: float | None
    fixed_percent: float | None
    undone_percent: float


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def read_editors(viewer: User, *, now: datetime | None = None) -> list[EditorFigures]:
    """Return the figures that this editor may see, their own or, for staff, all; one query.

    What was approved because another text said the same was nobody's own decision.
    """
    decided = Decision.objects.filter(
        verb__in=_OF_DRAFTS, draft__isnull=False, at__gte=(now or timezone.now()) - PERIOD
    ).exclude(after__has_key="with")
    seen = decided if viewer.is_staff else decided.filter(editor=viewer)
    found = (
        seen.order_by("editor__username")
        .values("editor__username")
        .annotate(
            decisions=Count("pk"),
            median=_Median("seconds"),
            approved=Count("pk", filter=Q(verb=Decision.Verb.APPROVE)),
            fixed=Count("pk", filter=Q(verb=Decision.Verb.APPROVE, draft__revised__isnull=False)),
            undone=Count("pk", filter=Q(undone_by__isnull=False)),
        )
    )
    return [
        EditorFigures(
            editor=row["editor__username"],
            decisions=row["decisions"],
            seconds=row["median"],
            fixed_percent=100 * row["fixed"] / row["approved"] if row["approved"] else None,
            undone_percent=100 * row["undone"] / row["decisions"],
        )
        for row in found
    ]
