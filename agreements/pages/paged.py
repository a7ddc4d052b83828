"""One page of the agreements asked for, with the addresses of its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from agreements import paging
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.pages.asking import Asked, address
from agreements.paging import BROADEST, BY_NAME, NEWEST, OLDEST, Order
from agreements.tally import Selection

PAGE_SIZE: Final = 25
# Values of `sort`; none is the first.
SORTS: Final[Mapping[str, Order]] = {
    "": NEWEST,
    "-signed": NEWEST,
    "signed": OLDEST,
    "name": BY_NAME,
    "-breadth": BROADEST,
}
# Up to so many are fetched by their numbers: along an order's index, few may lie far apart.
_FEW: Final = 1_000
# Of a card's columns the list needs these: the others are ten times as long.
_COLUMNS: Final = ("agreement_id", "title", "kind", "commitment_types", "signed", "order_day")


@dataclass(frozen=True, slots=True)
class ListPage:
    """The cards, how many there are in all, and the neighbours' addresses, empty for none."""

    cards: list[Card]
    total: int
    following: str
    preceding: str
    notices: list[str]
    is_newest_first: bool


def read_page(asked: Asked, path: str) -> ListPage:
    """Return the page that the query names, the first where its place is none of ours."""
    after, before = asked.query.get("after", ""), asked.query.get("before", "")
    sort = asked.query.get("sort", "")
    order = SORTS.get(sort, NEWEST)
    notices = []
    if sort not in SORTS:
        known = ", ".join(value for value in SORTS if value)
        notices.append(
            _("%(sort)r is no order of a list; these are: %(known)s.")
            % {"sort": sort[:40], "known": known}
        )
    selection = asked.selection()
    cards = _listed(asked, selection)
    try:
        page = paging.page(cards, limit=PAGE_SIZE, place=paging.Place(after, before), order=order)
    except paging.BadCursorError as error:
        notices.append(str(error))
        page = paging.page(cards, limit=PAGE_SIZE, order=order)
    return ListPage(
        page.rows,
        selection.count(),
        _neighbour(asked, path, "after", page.following),
        _neighbour(asked, path, "before", page.preceding),
        notices,
        order is NEWEST,
    )


def _listed(asked: Asked, selection: Selection) -> CardQuerySet:
    if selection.count() > _FEW:
        cards = asked.cards()
    else:
        cards = CardQuerySet(Card).standing_on(selection.day).filter(pk__in=selection.cards())
    return cards.sortable().only(*_COLUMNS, "row_json")


def _neighbour(asked: Asked, path: str, name: str, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = asked.without()
    query[name] = cursor
    return address(path, query)
