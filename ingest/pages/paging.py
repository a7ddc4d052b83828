"""Lists of editors page by page, the first page where none is named."""

from collections.abc import Sequence
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

_ROWS: Final = 50
_MOST_PAGES: Final = 10_000

Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[Row]) -> tuple[Sequence[Row], dict[str, str]]:
    """Return the rows of the page that is asked for, and the addresses beside it; one query."""
    page = asked_page(request)
    first = (page - 1) * _ROWS
    found = list(rows[first : first + _ROWS + 1])
    return found[:_ROWS], turning(request, page, has_more=len(found) > _ROWS)


def asked_page(request: HttpRequest) -> int:
    """Return the number of the page that is asked for."""
    written = request.GET.get("page", "")
    is_whole = written.isascii() and written.isdecimal()
    return min(max(int(written[:9]), 1), _MOST_PAGES) if is_whole else 1


def turning(request: HttpRequest, page: int, *, has_more: bool) -> dict[str, str]:
    """Return the addresses of the pages before and after, as `_pages.html` wants them."""

    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{request.path}?{query.urlencode()}"

    return {"newer": at(page - 1) if page > 1 else "", "older": at(page + 1) if has_more else ""}
