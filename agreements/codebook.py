"""The parties and the commitment types that there are; read once in a change of the record."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import connection

from agreements.reading import throughout

# In words of SQL: nearly every page asks one of these, and to put together a query of Django's and
# read its answer takes several times as long.
_PARTIES: Final = "SELECT code, name FROM agreements_party"
_PLACES: Final = """
SELECT code, name, kind, region, longitude::float8, latitude::float8
FROM agreements_party ORDER BY name
"""
_GROUPS: Final = 'SELECT code, "group" FROM agreements_commitmenttype'
_WORDS: Final = (
    "SELECT code, name, definition FROM agreements_commitmenttype ORDER BY position, code"
)


def party_names() -> Mapping[str, str]:
    """Return {party code: name}; one query."""
    return throughout(party_names, _party_names)


def commitment_groups() -> Mapping[str, str]:
    """Return {commitment type: the group it belongs to}; one query."""
    return throughout(commitment_groups, _commitment_groups)


def place_rows() -> list[tuple[Any, ...]]:
    """Return (code, name, kind, region, longitude, latitude) of all parties by name; one query."""
    return _rows(_PLACES)


def commitment_words() -> dict[str, tuple[str, str]]:
    """Return {commitment type: its name and definition} in the codebook's order; one query."""
    return {code: (name, definition) for code, name, definition in _rows(_WORDS)}


def types() -> Collection[str]:
    """Return the commitment types in the codebook's order; one query."""
    return commitment_words().keys()


def _party_names() -> dict[str, str]:
    return dict(_rows(_PARTIES))


def _commitment_groups() -> dict[str, str]:
    return dict(_rows(_GROUPS))


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
