"""What each query parameter means, once for API, pages, exports and map."""

import re
from collections.abc import Collection, Container, Iterable
from datetime import date
from functools import cached_property
from typing import Final, TypeVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django_filters import CharFilter

from agreements import cards, spelling, tally
from agreements.clocks import Clocks, FilterError, clocks
from agreements.edtf import EdtfError, bounds
from agreements.models import AgreementKind, Card, CommitmentType, Party, Status, Strength
from agreements.models.card import CardQuerySet
from agreements.tally import Selection, Tally

__all__ = ["Clocks", "FilterError", "clocks"]

# What changes a page's looks or place, never which agreements it is about.
PRESENTATION: Final = frozenset(
    {"after", "before", "limit", "sort", "theme", "lang", "region", "country"}
)
SEARCH_LENGTH: Final = 200
_SHOWN: Final = 60
_UNSENDABLE: Final = re.compile("[\0\ud800-\udfff]")


# The same filters narrow the database's cards and the tally's selection: both have their methods.
Narrowed = TypeVar("Narrowed", CardQuerySet, Selection)


class CharacterError(FilterError):
    """A parameter with a character that no text of ours can hold."""


class PartyError(FilterError):
    """A parameter with a code that no party has; of parties there are too many to name them."""


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
    min_strength = CharFilter(
        method="any_commitment_as_firm",
        label="mentioned, intent or duty: holds a commitment (of the types asked for) so or firmer",
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

    def narrow(self, found: Narrowed, *left_out: str) -> Narrowed:
        """Return what the query leaves of the agreements, in whichever form they came."""
        for name, errors in self.errors.items():
            raise FilterError(name, str(errors[0]))
        self._types_asked = [] if "commitment" in left_out else self.form.cleaned_data["commitment"]
        for name, value in self.form.cleaned_data.items():
            if name not in left_out:
                found = self.filters[name].filter(found, value)
        return found

    def any_party(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements with any of these parties."""
        return found.of_any_party(self._parties(name, value))

    def both_parties(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements between exactly these."""
        codes = self._parties(name, value.split(","))
        if len(set(codes)) != 2:  # noqa: PLR2004  an agreement has two parties
            raise FilterError(name, gettext("Write the codes of two parties, like PL,UA."))
        return found.between(codes)

    def any_commitment(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements that hold any of these commitments."""
        return found.with_any_commitment(one_of(name, value, self._types))

    def any_commitment_as_firm(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements that hold one so firmly or firmer, of the types asked for if any are."""
        one_of(name, [value], Strength.values)
        return found.with_any_commitment_as_firm(as_firm_as(value), self._types_asked)

    def any_status(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements that stand so on the day asked about."""
        return found.standing_as(one_of(name, value, Status.values))

    def any_kind(self, found: Narrowed, name: str, value: list[str]) -> Narrowed:
        """Keep agreements of any of these forms."""
        return found.of_any_kind(one_of(name, value, AgreementKind.values))

    def signed_since(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements that may have been signed then or later."""
        return found.signed_since(days(name, value)[0])

    def signed_until(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements that may have been signed then or earlier."""
        return found.signed_until(days(name, value)[1])

    def with_words(self, found: Narrowed, name: str, value: str) -> Narrowed:
        """Keep agreements with the words in title, parties or quotes; "…" is a phrase."""
        if len(value) > SEARCH_LENGTH:
            raise FilterError(
                name,
                gettext("A search takes at most %(search_length)s characters.")
                % {"search_length": SEARCH_LENGTH},
            )
        return found.with_words(spelling.variants(value))

    def _parties(self, name: str, codes: Iterable[str]) -> list[str]:
        given = [code for code in codes if code.strip()]
        return party_codes(name, given, self._codes) if given else []

    # Asked once, however often a page asks for the same with one filter less.
    @cached_property
    def _types(self) -> list[str]:
        return list(CommitmentType.objects.values_list("code", flat=True))

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(Party.objects.order_by().values_list("code", flat=True))


PARAMETERS: Final = frozenset(AgreementFilter.base_filters) | {"as_of", "known_at"}
# What may stand several times in one query; everything else may stand once.
REPEATABLE: Final = frozenset(
    name for name, field in AgreementFilter.base_filters.items() if isinstance(field, AnyOf)
)


def as_firm_as(strength: str) -> list[str]:
    """Return a strength and all that are firmer."""
    return Strength.values[Strength.values.index(strength) :]


class Question:
    """A query that is read once, to be asked as it stands and with some filters left out.

    A parameter without a value counts as not there. Unknown and doubled names are the caller's to
    refuse or to point out (`unknown`, `doubled`). What reads it raises FilterError where a value
    makes no sense.
    """

    def __init__(self, query: QueryDict, *, at: Clocks | None = None) -> None:
        """Read the clocks, unless `at` says them; the filters are read when they are needed.

        `is_open` tells whether it asks for all agreements there are.
        """
        check_characters(query)
        self.clocks = at or clocks(query)
        self._query = query
        narrowing = AgreementFilter.base_filters
        self.is_open = not any(name in narrowing and any(held) for name, held in query.lists())

    @cached_property
    def _filter(self) -> AgreementFilter:
        return AgreementFilter(self._query)

    def check(self) -> None:
        """Raise FilterError where the value of a filter makes no sense."""
        if not self.is_open:
            self.cards()

    def cards(self, *left_out: str) -> CardQuerySet:
        """Return the cards asked for, each with its status of the day; unordered."""
        at = self.clocks
        return self._narrowed(cards.standing_on(at.as_of, known_at=at.known_at), left_out)

    def selected(self, *left_out: str, among: Tally | None = None, ever: bool = False) -> Selection:
        """Return the same agreements, to be counted in a tally: without one, today's.

        `ever` takes those of all days; a status then still means that of the day.
        """
        at, start = self.clocks, tally.ever if ever else tally.select
        return self._narrowed(start(at.as_of, known_at=at.known_at, among=among), left_out)

    def _narrowed(self, found: Narrowed, left_out: Iterable[str]) -> Narrowed:
        # To put the filters together takes a millisecond: not where nothing is asked for.
        return found if self.is_open else self._filter.narrow(found, *left_out)


def agreements(query: QueryDict) -> CardQuerySet:
    """Return the cards that a query asks for; see `Question`.

    Raises:
        FilterError: a value makes no sense.
    """
    return Question(query).cards()


def selected(query: QueryDict, *, among: Tally | None = None, ever: bool = False) -> Selection:
    """Return the same agreements as `agreements`, to be counted; FilterError as there."""
    return Question(query).selected(among=among, ever=ever)


def unknown(query: QueryDict, *, allowed: Iterable[str] = PRESENTATION) -> list[str]:
    """Return the parameters that have no meaning, in order."""
    meant = PARAMETERS | frozenset(allowed)
    return sorted(name for name in query if name not in meant)


def doubled(query: QueryDict, *, repeatable: Collection[str] = REPEATABLE) -> list[str]:
    """Return the parameters that stand more than once though they have one value, in order."""
    given = query.lists()
    return sorted(name for name, values in given if len(values) > 1 and name not in repeatable)


def check_characters(query: QueryDict) -> None:
    """Refuse what PostgreSQL's text can't hold: NUL, and halves of surrogate pairs."""
    for name, values in query.lists():
        if any(_UNSENDABLE.search(value) for value in values):
            raise CharacterError(name, gettext("Leave out NUL and lone surrogate characters."))


def one_of(name: str, values: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the values if all are known, else raise FilterError and name those that are."""
    allowed, given = list(known), list(values)
    for value in given:
        if value not in allowed:
            raise FilterError(
                name,
                gettext("%(value)r is not known; these are: %(names)s.")
                % {"value": value[:_SHOWN], "names": ", ".join(allowed)},
                known=allowed,
            )
    return given


def party_codes(name: str, written: Iterable[str], known: Container[str]) -> list[str]:
    """Return the codes in capitals; raises PartyError where one is no party's."""
    codes = [code.strip().upper() for code in written]
    for code in codes:
        if code not in known:
            raise PartyError(
                name,
                gettext("%(code)r is no party's code: write it like UA, XK or EU.")
                % {"code": code[:_SHOWN]},
            )
    return codes


def days(name: str, written: str) -> tuple[date, date]:
    """Return the first and the last day that a date can mean."""
    try:
        # The pattern behind `bounds` also takes digits of other scripts.
        days = bounds(written if written.isascii() else "")
    except EdtfError as error:
        raise FilterError(
            name,
            gettext("%(written)r is no date: write 2024, 2024-06 or 2024-06-13.")
            % {"written": written[:_SHOWN]},
        ) from error
    if days.earliest is None or days.latest is None:
        raise FilterError(name, gettext("%(written)r needs a year.") % {"written": written})
    return days.earliest, days.latest
