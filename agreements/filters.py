"""What each query parameter means, once for API, pages, exports and map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django_filters import CharFilter

from agreements import cards
from agreements.edtf import EdtfError, bounds
from agreements.models import AgreementKind, Card, CommitmentType, Party, Status
from agreements.models.card import CardQuerySet

# What changes a page's looks or place, never which agreements it is about.
PRESENTATION: Final = frozenset(
    {"after", "before", "limit", "sort", "theme", "lang", "region", "country"}
)


class FilterError(ValueError):
    """A parameter that makes no sense; `name` is the parameter, the message says what would."""

    def __init__(self, name: str, message: str) -> None:
        """Name the parameter and say what is wrong."""
        self.name = name
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of a question: the day asked about, and when we knew; None is now."""

    as_of: date
    known_at: datetime | None
    is_today: bool


def clocks(query: Mapping[str, str]) -> Clocks:
    """Read `as_of` (a day) and `known_at` (a moment or a day, whose end is meant).

    Raises:
        FilterError: one of them is no date, or `known_at` lies in the future.
    """
    today = timezone.now().date()
    as_of = _day(query, "as_of")
    return Clocks(
        as_of=as_of or today,
        known_at=_moment(query),
        is_today=as_of in (None, today) and not query.get("known_at"),
    )


def _day(query: Mapping[str, str], name: str) -> date | None:
    value = query.get(name, "")
    if not value:
        return None
    try:
        return parse_date(value) or _refuse_day(name, value)
    except ValueError:
        return _refuse_day(name, value)


def _refuse_day(name: str, value: str) -> date:
    raise FilterError(name, f"{value!r} is no day: write it like 2024-06-30.")


def _moment(query: Mapping[str, str]) -> datetime | None:
    value = query.get("known_at", "")
    if not value:
        return None
    try:
        moment = parse_datetime(value.replace(" ", "+"))
        day = None if moment and "T" in value else parse_date(value)
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime.combine(day, time.max, UTC)
    if moment is None:
        raise FilterError(
            "known_at", f"{value!r} is no moment: write 2024-07-01 or 2024-07-01T12:00:00Z."
        )
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment.date() > timezone.now().date():
        raise FilterError("known_at", f"{value} lies in the future: nothing is known from then.")
    return moment


class _Values(forms.MultipleChoiceField):
    """All values of a repeated parameter; which of them make sense is said by the filter."""

    def valid_value(self, value: str) -> bool:
        """Take any."""
        return True


class AnyOf(django_filters.Filter):
    """A parameter that may stand several times: any of its values will do."""

    field_class = _Values


class AgreementFilter(django_filters.FilterSet):
    """Narrow cards that come from `cards.standing_on`; repeat a name for OR, combine for AND."""

    party = AnyOf(method="any_party", label="A party's code; repeat for any of them")
    all_of = CharFilter(method="both_parties", label="Two codes with a comma: between them")
    partner = AnyOf(method="any_party", label="The other side's code; repeat for any of them")
    commitment = AnyOf(method="any_commitment", label="A commitment type; repeat for any")
    status = AnyOf(method="any_status", label="A status on that day; repeat for any")
    kind = AnyOf(method="any_kind", label="A form of instrument; repeat for any")
    signed_from = CharFilter(method="signed_since", label="Signed then or later, in EDTF")
    signed_to = CharFilter(method="signed_until", label="Signed then or earlier, in EDTF")
    q = CharFilter(method="with_words", label="Words in title, party names, quotes")

    class Meta:
        model = Card
        fields: list[str] = []

    def any_party(self, queryset: CardQuerySet, name: str, value: list[str]) -> QuerySet[Card]:
        """Keep agreements with any of these parties."""
        return queryset.filter(parties__overlap=self._parties(name, value))

    def both_parties(self, queryset: CardQuerySet, name: str, value: str) -> QuerySet[Card]:
        """Keep agreements between exactly these."""
        return queryset.filter(parties__contains=self._parties(name, value.split(",")))

    def any_commitment(self, queryset: CardQuerySet, name: str, value: list[str]) -> QuerySet[Card]:
        """Keep agreements that hold any of these commitments."""
        known = CommitmentType.objects.values_list("code", flat=True)
        return queryset.filter(commitment_types__overlap=_known(name, value, known))

    def any_status(self, queryset: CardQuerySet, name: str, value: list[str]) -> QuerySet[Card]:
        """Keep agreements that stand so on the day asked about."""
        return queryset.filter(status__in=_known(name, value, Status.values))

    def any_kind(self, queryset: CardQuerySet, name: str, value: list[str]) -> QuerySet[Card]:
        """Keep agreements of any of these forms."""
        return queryset.filter(kind__in=_known(name, value, AgreementKind.values))

    def signed_since(self, queryset: CardQuerySet, name: str, value: str) -> QuerySet[Card]:
        """Keep agreements that may have been signed then or later."""
        return queryset.filter(signed_latest__gte=_bound(name, value).earliest)

    def signed_until(self, queryset: CardQuerySet, name: str, value: str) -> QuerySet[Card]:
        """Keep agreements that may have been signed then or earlier."""
        return queryset.filter(signed_earliest__lte=_bound(name, value).latest)

    def with_words(self, queryset: CardQuerySet, name: str, value: str) -> QuerySet[Card]:
        """Keep agreements whose title, parties or quotes hold the words; "…" keeps a phrase whole."""
        return queryset.filter(search=SearchQuery(value, config="english", search_type="websearch"))

    def _parties(self, name: str, codes: Iterable[str]) -> list[str]:
        given = [code.strip().upper() for code in codes if code.strip()]
        known = Party.objects.filter(code__in=given).values_list("code", flat=True)
        return _known(name, given, known)


PARAMETERS: Final = frozenset(AgreementFilter.base_filters) | {"as_of", "known_at"}


def agreements(query: QueryDict) -> QuerySet[Card]:
    """Return the cards that a query asks for, each with its status of the day; unordered.

    Unknown names are the caller's to refuse or to point out (`unknown`).

    Raises:
        FilterError: a value makes no sense.
    """
    at = clocks(query)
    standing = cards.standing_on(at.as_of, known_at=at.known_at)
    return AgreementFilter(_clean(query), queryset=standing).qs


def unknown(query: QueryDict, *, allowed: Iterable[str] = PRESENTATION) -> list[str]:
    """Return the parameters that have no meaning, in order."""
    meant = PARAMETERS | frozenset(allowed)
    return sorted(name for name in query if name not in meant)


def _clean(query: QueryDict) -> QueryDict:
    """Return the query without characters that PostgreSQL's text can't hold."""
    cleaned = query.copy()
    for name, values in query.lists():
        if any("\0" in value for value in values):
            raise FilterError(name, "Leave out the character NUL.")
    return cleaned


def _known(name: str, values: Iterable[str], known: Iterable[str]) -> list[str]:
    allowed, given = set(known), [value for value in values if value]
    for value in given:
        if value not in allowed:
            raise FilterError(name, f"{value[:60]!r} is not known.")
    return given


def _bound(name: str, value: str) -> Any:
    try:
        days = bounds(value)
    except EdtfError as error:
        raise FilterError(name, str(error)) from error
    if days.earliest is None:
        raise FilterError(name, f"{value!r} needs a year.")
    return days
