"""Addresses of lists of agreements: of what a page has counted, of what two parties have."""

from collections.abc import Iterable
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import filters
from agreements.pages.asking import Asked, address

# What narrows a list. A page about all agreements of a party leaves it out, and says so.
FILTERS: Final = filters.PARAMETERS - {"as_of", "known_at"}


def not_narrowed(asked: Asked) -> list[str]:
    """Return what to say on a page that shows all agreements though it was asked for some."""
    given = sorted(name for name in FILTERS if asked.query.get(name))
    if not given:
        return []
    return [_("This page shows all agreements; it is not narrowed by %s.") % ", ".join(given)]


def list_address(query: QueryDict, **narrowed: Iterable[str]) -> str:
    """Return the address of these agreements, on the day and with the knowledge of the query."""
    kept = QueryDict(mutable=True)
    for name in ("as_of", "known_at"):
        kept[name] = str(query.get(name, ""))
    for name, values in narrowed.items():
        kept.setlist(name, [str(value) for value in values])
    return address(reverse("agreements"), kept)


def agreement_address(key: str) -> str:
    """Return the address of an agreement's page."""
    return f"/agreements/{key}"


def pair_address(one: str, other: str) -> str:
    """Return the one address of a pair, in whichever order it is named."""
    first, second = sorted((one, other))
    return f"/pairs/{first}/{second}"
