"""Why we hold a statement: quotes, citations, judgements."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.commitment import Commitment
from agreements.models.document import Document
from agreements.models.milestone import Milestone
from agreements.models.statements import CLOSED_TOGETHER, Held
from agreements.models.term import Link, Term


class Evidence(Held):
    """Why we hold one statement: a place in a document, a citation, or a named editor's judgement.

    A place is `start` and `end`, counted in characters of the document's text, and `quote`, the
    exact words there: the database compares them. A citation names a work outside the archive;
    `is_opened` tells whether somebody opened it to check.
    """

    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="evidence")

    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    citation = models.TextField(blank=True)
    citation_url = models.URLField(max_length=2000, blank=True)
    is_opened = models.BooleanField(null=True, blank=True)
    judgement = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        milestone__isnull=False,
                        commitment__isnull=True,
                        term__isnull=True,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=False,
                        term__isnull=True,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=True,
                        term__isnull=False,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=True,
                        term__isnull=True,
                        link__isnull=False,
                    )
                ),
                name="evidence_for_one_statement",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        document__isnull=False,
                        start__isnull=False,
                        end__gt=F("start"),
                        citation="",
                        judgement="",
                    )
                    & ~Q(quote="")
                    | Q(
                        document__isnull=True,
                        start__isnull=True,
                        end__isnull=True,
                        quote="",
                        judgement="",
                    )
                    & ~Q(citation="")
                    | Q(
                        document__isnull=True,
                        start__isnull=True,
                        end__isnull=True,
                        quote="",
                        citation="",
                        author__isnull=False,
                    )
                    & ~Q(judgement="")
                ),
                name="evidence_is_a_quote_a_citation_or_a_judgement",
            ),
            models.CheckConstraint(condition=CLOSED_TOGETHER, name="evidence_closed_together"),
        ]

    def __str__(self) -> str:
        return self.quote or self.citation or self.judgement

    @property
    def statement(self) -> "Milestone | Commitment | Term | Link":
        """The one statement that it is evidence for; queries where that wasn't selected."""
        found = self.milestone or self.commitment or self.term or self.link
        if found is None:  # the database refuses this
            raise ValueError(self.pk)
        return found
