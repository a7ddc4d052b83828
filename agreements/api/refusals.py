"""What the API refuses: exceptions that `EXCEPTION_HANDLER` turns into problem JSON."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.http import QueryDict
from rest_framework.exceptions import APIException, NotFound

from agreements import filters
from agreements.filters import CharacterError, FilterError, PartyError

_SHOWN: Final = 60
_PARTIES: Final = "/api/v1/parties"


class QueryError(APIException):
    """A query that can't be answered; `members` go into the problem beside the standard ones."""

    status_code = 400

    def __init__(
        self,
        parameter: str,
        detail: str,
        *,
        code: str = "query.value",
        known: Collection[str] | None = None,
    ) -> None:
        """Name the parameter and say what would be right; `known` are the names there are."""
        super().__init__(detail, code)
        self.members: dict[str, object] = {"parameter": parameter}
        if known is not None:
            self.members["known"] = list(known)

    @classmethod
    def unknown(cls, names: list[str], known: Collection[str]) -> "QueryError":
        """Refuse names without a meaning, and list those that have one."""
        told = ", ".join(repr(name[:_SHOWN]) for name in names[:5])
        these = f"these parameters are: {', '.join(sorted(known))}" if known else "it takes nothing"
        detail = f"Nothing here is called {told}; {these}."
        return cls(names[0][:_SHOWN], detail, code="query.unknown", known=sorted(known))

    @classmethod
    def doubled(cls, name: str) -> "QueryError":
        """Refuse a second value where there is one meaning only."""
        return cls(name, f"Give {name} once.", code="query.doubled")

    @classmethod
    def from_filter(cls, error: FilterError) -> "QueryError":
        """Say what a filter said, and which values there are or where they are listed."""
        code = "query.character" if isinstance(error, CharacterError) else "query.value"
        listed = f" {_PARTIES} lists all." if isinstance(error, PartyError) else ""
        return cls(
            error.name, f"{error.name}: {error}{listed}", code=code, known=error.known or None
        )


def check_names(query: QueryDict, takes: Collection[str], repeats: Collection[str]) -> None:
    """Refuse parameters without a meaning, and second values where there is one meaning only."""
    if unknown := sorted(name for name in query if name not in takes):
        raise QueryError.unknown(unknown, takes)
    if doubled := filters.doubled(query, repeatable=repeats):
        raise QueryError.doubled(doubled[0])


@contextmanager
def filters_refused() -> Iterator[None]:
    """Refuse what a filter can't make sense of."""
    try:
        yield
    except FilterError as error:
        raise QueryError.from_filter(error) from error


class UnknownRecordError(NotFound):
    """A name that the record never had."""

    default_code = "record.unknown"


class NotThenError(NotFound):
    """An agreement that exists, but not under the clocks asked for."""

    default_code = "record.not_then"


class WithdrawnError(APIException):
    """An agreement that was published once, and of which nothing is held any more."""

    status_code = 410

    def __init__(self, key: str, at: datetime, reason: str) -> None:
        """Say since when, and why."""
        told = f" Reason: {reason}" if reason else " No reason was written down."
        super().__init__(f"{key} was withdrawn on {at:%Y-%m-%d}.{told}", "record.withdrawn")
        withdrawn_at = at.isoformat().replace("+00:00", "Z")
        self.members: dict[str, object] = {"withdrawn_at": withdrawn_at, "reason": reason or None}
