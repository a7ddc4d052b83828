"""One page of the agreements asked for, with the addresses of its neighbours."""

from dataclasses import dataclass
from typing import Final

from agreements import paging
from agreements.models import Card
from agreements.pages.asking import Asked, address

PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class ListPage:
    """The cards, and the neighbours' addresses, empty where there is no such page."""

    cards: list[Card]
    older: str
    newer: str
    notices: list[str]


def read_page(asked: Asked, path: str) -> ListPage:
    """Return the page that the query names, the first where its place is none of ours."""
    after, before = asked.query.get("after", ""), asked.query.get("before", "")
    notices = []
    try:
        page = paging.page(asked.cards(), limit=PAGE_SIZE, after=after, before=before)
    except paging.BadCursorError as error:
        notices.append(str(error))
        page = paging.page(asked.cards(), limit=PAGE_SIZE)
    return ListPage(
        page.cards,
        _neighbour(asked, path, "after", page.following),
        _neighbour(asked, path, "before", page.preceding),
        notices,
    )


def _neighbour(asked: Asked, path: str, name: str, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = asked.without()
    query[name] = cursor
    return address(path, query)
