"""What we hold to be true of an agreement, and since when: what all statements share."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.decision import Decision

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from django_stubs_ext.db.models.manager import RelatedManager

    from agreements.models.evidence import Evidence


class Rank(models.TextChoices):
    """Which of several statements about one thing speaks for the agreement."""

    PREFERRED = "preferred", _("Preferred")
    CONTESTED = "contested", _("Contested")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Held(models.Model):
    """Something we hold from one decision until another closes it.

    Rows are never updated, save to close them, and never deleted: the database refuses. What we
    held at a moment K is `known_from <= K` and (`known_to` is null or `K < known_to`).
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    # The first row of those that an undo has held again since; this one is a copy of it.
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restored_by"
    )

    restores_id: int | None
    if TYPE_CHECKING:
        restored_by: RelatedManager["Self"]

    class Meta:
        abstract = True

    def held_at(self, moment: "datetime") -> bool:
        """Tell whether we held this at `moment`."""
        return self.known_from <= moment and (self.known_to is None or moment < self.known_to)


def held_at(moment: "datetime | None", *, of: str = "") -> Q:
    """Return the condition for what we held at `moment` (None is now); `of` begins the names."""
    is_open = Q(**{f"{of}known_to__isnull": True})
    if moment is None:
        return is_open
    ends_later = Q(**{f"{of}known_to__gt": moment})
    return (is_open | ends_later) & Q(**{f"{of}known_from__lte": moment})


class Statement(Held):
    """One thing that we hold to be true of an agreement; needs evidence, the database insists."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="%(class)ss")
    rank = models.CharField(max_length=10, choices=Rank.choices, default=Rank.PREFERRED)
    wording = models.TextField(
        blank=True, help_text="The original words, where they differ from the value"
    )

    if TYPE_CHECKING:
        evidence: RelatedManager["Evidence"]
        # Set on the rows of a `folding.Holding`: the evidence that holds with them.
        shown: list["Evidence"]

    class Meta:
        abstract = True

    # The fields that make two statements be about the same thing.
    SLOT: ClassVar[tuple[str, ...]] = ()

    def slot(self) -> tuple[Any, ...]:
        """Return what the statement is about."""
        return tuple(getattr(self, name) for name in self.SLOT)


# What a statement must be for "only one of its slot" to apply.
OPEN_AND_PREFERRED: Final = Q(known_to__isnull=True, rank=Rank.PREFERRED)

# How every row held is open or closed: by a decision, and not before it began.
CLOSED_TOGETHER: Final = Q(known_to__isnull=True, closed_by__isnull=True) | Q(
    known_to__isnull=False, closed_by__isnull=False, known_to__gte=F("known_from")
)
