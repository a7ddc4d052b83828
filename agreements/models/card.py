"""An agreement's facts folded together, ready to be listed, filtered and sent."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Left

from agreements.models.agreement import Agreement, AgreementKind, Status
from agreements.models.commitment import Commitment
from agreements.models.searching import Sought, asked
from agreements.models.statements import Rank

_BREADTH: Final = Func(
    F("commitment_types"), function="cardinality", output_field=models.IntegerField()
)

# No index takes a text of any length.
_NAME: Final = Left("title", 200)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards by the two clocks."""

    def held_at(self, moment: datetime | None) -> "CardQuerySet":
        """Narrow to what we held at `moment`; None is now."""
        if moment is None:
            return self.filter(known_to__isnull=True)
        return self.filter(
            Q(known_to__isnull=True) | Q(known_to__gt=moment), known_from__lte=moment
        )

    def standing_on(self, day: date) -> "CardQuerySet":
        """Narrow to agreements that stood somehow on `day`, each with its `status` of then."""
        return self.filter(
            Q(spans__end_day__isnull=True) | Q(spans__end_day__gt=day), spans__first_day__lte=day
        ).annotate(status=F("spans__status"))  # type: ignore[no-redef]  # declared below

    def sortable(self) -> "CardQuerySet":
        """Add what only lists in other orders need: `breadth` and `name`."""
        return self.annotate(breadth=_BREADTH, name=_NAME)  # type: ignore[no-redef]  # declared below

    def of_any_party(self, codes: Sequence[str]) -> "CardQuerySet":
        """Keep agreements with any of these parties."""
        return self.filter(parties__overlap=codes)

    def between(self, codes: Sequence[str]) -> "CardQuerySet":
        """Keep agreements that have all of these parties."""
        return self.filter(parties__contains=codes)

    def with_any_commitment(self, types: Sequence[str]) -> "CardQuerySet":
        """Keep agreements that hold any of these commitments."""
        return self.filter(commitment_types__overlap=types)

    def with_any_commitment_as_firm(
        self, strengths: Sequence[str], types: Sequence[str]
    ) -> "CardQuerySet":
        """Keep agreements that hold any of these commitments so firmly; no types are all types."""
        since = OuterRef("known_from")
        held = Commitment.objects.filter(
            Q(known_to__isnull=True) | Q(known_to__gt=since),
            agreement=OuterRef("agreement"),
            known_from__lte=since,
            held=Commitment.Holding.MADE,
            strength__in=strengths,
        ).exclude(rank=Rank.WITHDRAWN)
        return self.filter(Exists(held.filter(type__in=types) if types else held))

    def of_any_kind(self, kinds: Sequence[str]) -> "CardQuerySet":
        """Keep agreements of any of these forms."""
        return self.filter(kind__in=kinds)

    def standing_as(self, statuses: Sequence[str]) -> "CardQuerySet":
        """Keep agreements that stand in any of these ways; the cards must stand on a day."""
        return self.filter(Q(status__in=statuses))

    def signed_since(self, day: date) -> "CardQuerySet":
        """Keep agreements that may have been signed then or later."""
        return self.filter(signed_latest__gte=day)

    def signed_until(self, day: date) -> "CardQuerySet":
        """Keep agreements that may have been signed then or earlier."""
        return self.filter(signed_earliest__lte=day)

    def with_words(self, searches: Sequence[str]) -> "CardQuerySet":
        """Keep agreements that any of these searches finds in title, party names or quotes.

        A query for what has more than single words, the first time.
        """
        words = asked(tuple(searches))
        if words.places is None:
            return self.filter(search_keys=Sought(words.keys, is_written=words.is_written))
        # To look at places is dear, and PostgreSQL takes a long phrase for rarer than it may be.
        kept = self.filter(search_keys=Sought(words.keys, by_index=True))
        return kept.filter(search=Sought(words.places))


class Card(models.Model):
    """The facts of one agreement as we held them from `known_from` to `known_to` (null: now).

    Written by `agreements.cards` in the transaction that changes the agreement, never by hand, and
    proved by `manage.py verify`. `row_json` and `item_json` are the API's words for a list and for
    the agreement alone; the status, which depends on the day, is added when they are read.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="cards")
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)
    title = models.TextField()
    kind = models.CharField(max_length=30, choices=AgreementKind.choices, blank=True)
    parties = ArrayField(models.CharField(max_length=8))
    commitment_types = ArrayField(models.CharField(max_length=50))
    signed = models.CharField(max_length=12, blank=True)
    signed_earliest = models.DateField(null=True, blank=True)
    signed_latest = models.DateField(null=True, blank=True)
    order_day = models.DateField(
        help_text="What lists are ordered by: signed, or else the latest day known of"
    )
    search = SearchVectorField()
    # Words, and pairs of words that stand together, without places: what the index holds.
    search_keys = models.GeneratedField(
        expression=Func(F("search"), function="agreement_search_keys"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    row_json = models.TextField()
    item_json = models.TextField()
    # Its line of the CSV: what stands before the status, and what between that and the address.
    csv_parts = models.GeneratedField(
        expression=Func(F("row_json"), function="agreement_csv_parts"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    # Not stored: `standing_on` adds the status of the day that was asked about.
    status: str
    # Nor these: `sortable` adds the number of its commitments, and the beginning of its title.
    breadth: int
    name: str

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(known_to__isnull=True), name="card_one_current"
            ),
            models.UniqueConstraint(fields=["agreement", "known_from"], name="card_one_a_moment"),
        ]
        indexes = [
            # Closed cards too: lists of what was known in the past have these orders.
            models.Index(fields=["-order_day", "-agreement"], name="card_newest"),
            models.Index(_NAME.asc(), F("agreement").asc(), name="card_by_name"),
            models.Index(_BREADTH.desc(), F("agreement").desc(), name="card_broadest"),
            GinIndex(fields=["parties"], name="card_parties"),
            GinIndex(fields=["commitment_types"], name="card_commitment_types"),
            GinIndex(fields=["search_keys"], name="card_search"),
        ]

    def __str__(self) -> str:
        return self.title


class StatusSpan(models.Model):
    """The days on which an agreement stood so: `first_day` up to, not with, `end_day`."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="spans")
    status = models.CharField(max_length=12, choices=Status.choices)
    first_day = models.DateField()
    end_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["card", "first_day"], name="status_span_one_a_day"),
            models.CheckConstraint(
                condition=Q(end_day__isnull=True) | Q(end_day__gt=F("first_day")),
                name="status_span_has_days",
            ),
        ]
        indexes = [models.Index(fields=["status", "first_day"], name="status_span_by_status")]

    def __str__(self) -> str:
        return f"{self.status} from {self.first_day}"
