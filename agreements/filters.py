"""What each query parameter means, once for API, pages, exports and map."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django_filters import CharFilter

from agreements import cards, spelling, tally
from agreements.edtf import EdtfError, bounds
from agreements.models import AgreementKind, Card, CommitmentType, Party, Status
from agreements.models.card import CardQuerySet
from agreements.tally import Selection, Tally

# What changes a page's looks or place, never which agreements it is about.
PRESENTATION: Final = frozenset(
    {"after", "before", "limit", "sort", "theme", "lang", "region", "country"}
)
SEARCH_LENGTH: Final = 200
# A program's clock may run ahead of ours by so much and still ask for its "now".
_CLOCK_SKEW: Final = timedelta(minutes=1)
# `fromisoformat` alone would also take 20240630, 2024-W26-7 and digits of other scripts.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(_DAY.pattern + r"T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_SHOWN: Final = 60
_UNSENDABLE: Final = re.compile("[\0\ud800-\udfff]")


# The same filters narrow the database's cards and the tally's selection: both have their methods.
Narrowed = TypeVar("Narrowed", CardQuerySet, Selection)


class FilterError(ValueError):
    """A parameter that makes no sense; `name` is the parameter, the message says what would."""

    def __init__(self, name: str, message: str) -> None:
        """Name the parameter and say what is wrong."""
        self.name = name
        super().__init__(message)


class CharacterError(FilterError):
    """A parameter with a character that no text of ours can hold."""


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
    written = query.get("as_of", "")
    as_of = _day("as_of", written) if written else today
    known_at = _moment(query.get("known_at", ""))
    return Clocks(as_of, known_at, is_today=as_of == today and known_at is None)


def _day(name: str, written: str) -> date:
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise FilterError(name, f"{written[:_SHOWN]!r} is no day: write it like 2024-06-30.")


def _moment(written: str) -> datetime | None:
    """Read a moment (UTC unless it says otherwise) or a day's end; no later than now or today."""
    if not written:
        return None
    now = timezone.now()
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = _exact_moment(written.replace(" ", "+"))
        in_future = moment > now + _CLOCK_SKEW
    except ValueError:
        moment = datetime.combine(_known_day(written), time.max, UTC)
        in_future = moment.date() > now.date()
    if in_future:
        raise FilterError("known_at", f"{written} lies in the future: nothing is known from then.")
    return moment


def _exact_moment(written: str) -> datetime:
    moment = parse_datetime(written) if _MOMENT.fullmatch(written) else None
    if moment is None:
        raise ValueError(written)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(written) from error


def _known_day(written: str) -> date:
    try:
        return _day("known_at", written)
    except FilterError as error:
        raise FilterError(
            "known_at",
            f"{written[:_SHOWN]!r} is no moment: write 2024-07-01 or 2024-07-01T12:00:00Z.",
        ) from error


class _Values(forms.MultipleChoiceField):
    """All values of a repeated parameter; which of them make sense is said by the filter."""

    def valid_value(self, value: str) -> bool:
        """Take any."""
        return True

    def clean(self, value: list[str]) -> list[str]:
        """Leave out empty values: a form sends them for what was not filled in."""
        return [entry.strip() for entry in super().clean(value) if entry.strip()]


class AnyOf(django_filters.Filter):
    """A parameter that may stand several times: any of its values will do."""

    field_class = _Values


class AgreementFilter(django_filters.FilterSet):
    """Narrow cards or a selection of the tally; repeat a name for OR, combine for AND."""

    party = AnyOf(method="any_party", label="A party's code, like UA; repeat it for any of several")
    all_of = CharFilter(
        method="both_parties", label="Two parties' codes with a comma: what is between them"
    )
    partner = AnyOf(method="any_party", label="The other side's code; repeat it for any of several")
    commitment = AnyOf(
        method="any_commitment", label="A commitment type's code; repeat it for any of several"
    )
    status = AnyOf(
        method="any_status", label="Its status on the day of as_of; repeat it for any of several"
    )
    kind = AnyOf(method="any_kind", label="A form of instrument; repeat it for any of several")
    signed_from = CharFilter(
        method="signed_since", label="Signed then or later: 2024, 2024-06 or 2024-06-13"
    )
    signed_to = CharFilter(
        method="signed_until", label="Signed then or earlier: 2024, 2024-06 or 2024-06-13"
    )
    q = CharFilter(
        method="with_words",
        label="Words in title, party names, quotes; quotation marks keep a phrase, - leaves out",
    )

    class Meta:
        model = Card
        fields: list[str] = []

    def narrow(self, found: Narrowed) -> Narrowed:
        """Return what the query leaves of the agreements, in whichever form they came."""
        for name, errors in self.errors.items():
            raise FilterError(name, str(errors[0]))
        for name, value in self.form.cleaned_data.items():
            found = self.filters[name].filter(found, value)
        return found

    def any_party(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements with any of these parties."""
        return found.of_any_party(self._parties(name, value))

    def both_parties(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements between exactly these."""
        codes = self._parties(name, value.split(","))
        if len(set(codes)) != 2:  # noqa: PLR2004  an agreement has two parties
            raise FilterError(name, "Write the codes of two parties, like PL,UA.")
        return found.between(codes)

    def any_commitment(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements that hold any of these commitments."""
        known = CommitmentType.objects.values_list("code", flat=True)
        return found.with_any_commitment(_one_of(name, value, known))

    def any_status(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements that stand so on the day asked about."""
        return found.standing_as(_one_of(name, value, Status.values))

    def any_kind(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements of any of these forms."""
        return found.of_any_kind(_one_of(name, value, AgreementKind.values))

    def signed_since(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements that may have been signed then or later."""
        return found.signed_since(_days(name, value)[0])

    def signed_until(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements that may have been signed then or earlier."""
        return found.signed_until(_days(name, value)[1])

    def with_words(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements with the words in title, parties or quotes; "…" is a phrase."""
        if len(value) > SEARCH_LENGTH:
            raise FilterError(name, f"A search takes at most {SEARCH_LENGTH} characters.")
        return found.with_words(spelling.variants(value))

    def _parties(self, name: str, codes: Iterable[str]) -> list[str]:
        given = [code.strip().upper() for code in codes if code.strip()]
        known = set(Party.objects.filter(code__in=given).values_list("code", flat=True))
        for code in given:
            if code not in known:
                raise FilterError(
                    name, f"{code[:_SHOWN]!r} is no party's code: write it like UA, XK or EU."
                )
        return given


PARAMETERS: Final = frozenset(AgreementFilter.base_filters) | {"as_of", "known_at"}
# What may stand several times in one query; everything else may stand once.
REPEATABLE: Final = frozenset(
    name for name, field in AgreementFilter.base_filters.items() if isinstance(field, AnyOf)
)


def agreements(query: QueryDict) -> CardQuerySet:
    """Return the cards that a query asks for, each with its status of the day; unordered.

    A parameter without a value counts as not there. Unknown and doubled names are the caller's to
    refuse or to point out (`unknown`, `doubled`).

    Raises:
        FilterError: a value makes no sense.
    """
    _check_characters(query)
    at = clocks(query)
    return AgreementFilter(query).narrow(cards.standing_on(at.as_of, known_at=at.known_at))


def selected(query: QueryDict, *, among: Tally | None = None, ever: bool = False) -> Selection:
    """Return the same agreements as `agreements`, to be counted in a tally: without one, today's.

    `ever` takes those of all days; a status then still means that of the day. FilterError as there.
    """
    _check_characters(query)
    at, start = clocks(query), tally.ever if ever else tally.select
    return AgreementFilter(query).narrow(start(at.as_of, known_at=at.known_at, among=among))


def unknown(query: QueryDict, *, allowed: Iterable[str] = PRESENTATION) -> list[str]:
    """Return the parameters that have no meaning, in order."""
    meant = PARAMETERS | frozenset(allowed)
    return sorted(name for name in query if name not in meant)


def doubled(query: QueryDict) -> list[str]:
    """Return the parameters that stand more than once though they have one value, in order."""
    given = query.lists()
    return sorted(name for name, values in given if len(values) > 1 and name not in REPEATABLE)


def _check_characters(query: QueryDict) -> None:
    """Refuse what PostgreSQL's text can't hold: NUL, and halves of surrogate pairs."""
    for name, values in query.lists():
        if any(_UNSENDABLE.search(value) for value in values):
            raise CharacterError(name, "Leave out NUL and lone surrogate characters.")


def _one_of(name: str, values: Iterable[str], known: Iterable[str]) -> list[str]:
    allowed, given = list(known), list(values)
    for value in given:
        if value not in allowed:
            raise FilterError(
                name, f"{value[:_SHOWN]!r} is not known; these are: {', '.join(allowed)}."
            )
    return given


def _days(name: str, written: str) -> tuple[date, date]:
    """Return the first and the last day that a date can mean."""
    try:
        # The pattern behind `bounds` also takes digits of other scripts.
        days = bounds(written if written.isascii() else "")
    except EdtfError as error:
        raise FilterError(
            name, f"{written[:_SHOWN]!r} is no date: write 2024, 2024-06 or 2024-06-13."
        ) from error
    if days.earliest is None or days.latest is None:
        raise FilterError(name, f"{written!r} needs a year.")
    return days.earliest, days.latest
