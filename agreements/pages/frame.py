"""What the frame around every page needs to know: theme, navigation, fonts, the day shown."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import filters, summaries
from agreements.pages.asking import CLOCKS, address, clock_suffix
from agreements.pages.signed_in import who_is_in

THEMES: Final = ("light", "dark")
THEME_COOKIE: Final = "theme"

# Where a request keeps how many drafts wait, once its view has counted them.
_WAITING: Final = "agreements.waiting"
# Where a request keeps that its answer goes into a page that is there already.
_IN_PLACE: Final = "agreements.in_place"
_NAVIGATION: Final = (
    ("map", gettext_lazy("Map")),
    ("agreements", gettext_lazy("Agreements")),
    ("countries", gettext_lazy("Countries")),
    ("commitments", gettext_lazy("Commitments")),
    ("timeline", gettext_lazy("Timeline")),
    ("data", gettext_lazy("Data & API")),
)


# Where editors' pages stand: all of them are the part that navigation calls Review.
_EDITORS: Final = ("review", "sources")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation; `count` is a number to show beside it, None for none."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ClockBar:
    """The day and the knowledge that a page shows, None where it is today's, and the way back."""

    as_of: date | None
    known_at: datetime | None
    back: str


def tell_waiting(request: HttpRequest, count: int) -> None:
    """Spare the frame counting the drafts that wait for this editor."""
    request.META[_WAITING] = count


def tell_in_place(request: HttpRequest) -> None:
    """Spare the page what stands around it: it goes into a page that is there already."""
    request.META[_IN_PLACE] = True


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what `base.html` shows on every page; at most one query, and for editors only."""
    if _IN_PLACE in request.META:
        return {"is_in_place": True}
    theme = request.COOKIES.get(THEME_COOKIE, "")
    sane = _sane(request.GET)
    clock = _clock(request, sane)
    return {
        "theme": theme if theme in THEMES else "",
        "navigation": _navigation(request, clock_suffix(sane) if clock else ""),
        "has_fonts": staticfiles_storage.exists("fonts/fonts.css"),
        "clock": clock,
    }


def _navigation(request: HttpRequest, suffix: str) -> tuple[NavItem, ...]:
    items = [_nav_item(request.path, name, str(label), suffix) for name, label in _NAVIGATION]
    user = who_is_in(request)
    if user is not None:
        url = _address_of("review")
        is_current = request.path.startswith(tuple(map(_address_of, _EDITORS)))
        count = request.META.get(_WAITING)
        if count is None:
            count = summaries.waiting_drafts(user).count
        items.append(NavItem(_("Review"), url, is_current, count))
    return tuple(items)


def _nav_item(path: str, name: str, label: str, suffix: str) -> NavItem:
    url = _address_of(name)
    is_current = path == url if url == "/" else path.startswith(url)
    return NavItem(label, url + suffix, is_current)


@cache
def _address_of(name: str) -> str:
    return reverse(name)


def _sane(query: QueryDict) -> QueryDict:
    """Return the clocks of a query without one that makes no sense: the other still holds."""
    kept = QueryDict(mutable=True)
    for name in CLOCKS:
        written = query.get(name, "")
        try:
            filters.clocks({name: written})
        except filters.FilterError:
            continue
        kept[name] = written
    return kept


def _clock(request: HttpRequest, sane: QueryDict) -> ClockBar | None:
    clocks = filters.clocks(sane)
    if clocks.is_today:
        return None
    query = request.GET.copy()
    as_of = clocks.as_of if sane.get("as_of") else None
    for name in CLOCKS:
        query.pop(name, None)
    return ClockBar(as_of, clocks.known_at, address(request.path, query))
