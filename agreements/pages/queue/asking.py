"""What the queue was asked for: which list, narrowed to what, from which place on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from agreements.models import Draft
from agreements.pages.asking import address

TABS: Final = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("Mine"),
    "later": gettext_lazy("Later"),
}
ONLY: Final = {
    "new": gettext_lazy("New"),
    "update": gettext_lazy("Updates"),
    "conflict": gettext_lazy("Sources disagree"),
    "unsure": gettext_lazy("Low confidence"),
}
FILTERS: Final = ("only", "party", "source", "document")
_PLACES: Final = ("after", "before")
_KNOWN: Final = frozenset({"tab", *FILTERS, *_PLACES})
# Turns fit into a smallint, moments lie within the next 3,000 years, numbers fit into a bigint.
_PLACE: Final = re.compile(r"([0-9]{1,4})-([0-9]{1,17})-([0-9]{1,18})")
_NUMBER: Final = re.compile(r"[0-9]{1,15}")  # surely fits into a bigint
_LONGEST: Final = 200  # as long as a publisher's name may be
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A draft's place in the queue: its turn, since when it waits, its number. No two share one."""

    urgency: int
    queued_at: datetime
    number: int

    @staticmethod
    def of(draft: Draft) -> "Place":
        """Return where a draft stands."""
        return Place(draft.urgency, draft.queued_at, draft.pk)

    def __str__(self) -> str:
        since = (self.queued_at - _EPOCH) // timedelta(microseconds=1)
        return f"{self.urgency}-{since}-{self.number}"

    @staticmethod
    def read(written: str) -> "Place | None":
        """Read a place as `str` writes it; None where it is none."""
        found = _PLACE.fullmatch(written)
        if found is None:
            return None
        urgency, since, number = map(int, found.groups())
        return Place(urgency, _EPOCH + timedelta(microseconds=since), number)


@dataclass(frozen=True, slots=True)
class Asked:
    """A list of the queue and what narrows it; empty where nothing does.

    `party` is a code, `source` a publisher, `document` the number of a text.
    """

    tab: str = "open"
    only: str = ""
    party: str = ""
    source: str = ""
    document: str = ""
    after: Place | None = None
    before: Place | None = None
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list."""
        given = {name: getattr(self, name) for name in FILTERS}
        return {name: value for name, value in given.items() if value}

    def but(self, **changed: str) -> "Asked":
        """Return the same with some filters changed, from its first page on."""
        return replace(self, after=None, before=None, notices=(), **changed)

    def suffix(self, *, after: Place | None = None, before: Place | None = None) -> str:
        """Return "?tab=…&only=…" for links that keep what was asked for, or ""."""
        query = QueryDict(mutable=True)
        query["tab"] = "" if self.tab == "open" else self.tab
        for name, value in self.filters.items():
            query[name] = value
        query["after"], query["before"] = str(after or ""), str(before or "")
        return address("", query)


def read_query(query: QueryDict, names: Mapping[str, str]) -> Asked:
    """Take the query apart: what makes no sense is ignored, and `notices` says so.

    `names` are the parties' names by code; a party may be given by either.
    """
    notices = [
        gettext("This page knows nothing called %(name)r and has ignored it.") % {"name": name[:40]}
        for name in sorted(set(query) - _KNOWN)
    ]
    given = {name: str(query.get(name, "")).strip() for name in _KNOWN}
    for name, told in _faults(given, names):
        notices.append(
            gettext("%(error)s This page has ignored %(name)s.") % {"error": told, "name": name}
        )
        given[name] = ""
    return Asked(
        tab=given["tab"] or "open",
        only=given["only"],
        party=_party(given["party"], names) or "",
        source=given["source"],
        document=given["document"],
        after=Place.read(given["after"]),
        before=Place.read(given["before"]),
        notices=tuple(notices),
    )


def _faults(given: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the parameters that make no sense, each with why."""
    no_place = gettext("That is no place in this list.")
    checks = [
        (
            "tab",
            given["tab"] in TABS,
            gettext("There is no list %(value)r: %(value2)s.")
            % {"value": given["tab"][:40], "value2": _or(TABS)},
        ),
        (
            "only",
            given["only"] in ONLY,
            gettext("There are no %(value)r: %(value2)s.")
            % {"value": given["only"][:40], "value2": _or(ONLY)},
        ),
        (
            "party",
            _party(given["party"], names),
            gettext("There is no party %(value)r.") % {"value": given["party"][:40]},
        ),
        ("source", _is_text(given["source"]), gettext("That is no publisher's name.")),
        ("document", _NUMBER.fullmatch(given["document"]), gettext("A document has a number.")),
        ("after", Place.read(given["after"]), no_place),
        ("before", Place.read(given["before"]), no_place),
    ]
    return [(name, told) for name, is_sound, told in checks if given[name] and not is_sound]


def _party(given: str, names: Mapping[str, str]) -> str | None:
    """Return the code of a party given by its code or its name."""
    if given.upper() in names:
        return given.upper()
    wanted = given.casefold()
    return next((code for code, name in names.items() if name.casefold() == wanted), None)


def _is_text(given: str) -> bool:
    return "\0" not in given and len(given) <= _LONGEST


def _or(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"
