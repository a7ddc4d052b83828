"""The file that goes with a download: what it holds, what was asked, when, and how to cite it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from agreements.exports.tables import Column


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the record may be used."""

    name: str
    spdx: str
    url: str
    note: str


LICENCE: Final = Licence(
    "Apache License 2.0",
    "Apache-2.0",
    "https://www.apache.org/licenses/LICENSE-2.0",
    "Quoted words remain their publishers'.",
)


@dataclass(frozen=True, slots=True)
class About:
    """What a download is of: addresses, filters, both clocks and the record's version.

    `known_at` is the moment as asked for; None was now, and then `changed_at` (when the record last
    changed) names the same knowledge for good. `count` is None where there are no rows to count.
    """

    title: str
    description: str
    data: str
    page: str
    permanent: str
    filters: Mapping[str, Sequence[str]]
    as_of: date
    known_at: datetime | None
    version: int
    changed_at: datetime | None
    count: int | None
    today: date


def describe(about: About, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the description, ready to be sent as JSON."""
    known_at = about.known_at or about.changed_at
    return {
        "title": about.title,
        "description": about.description,
        "data": about.data,
        "page": about.page,
        "permanent": about.permanent,
        "format": {"media_type": "text/csv", "encoding": "utf-8", "rfc": "RFC 4180"},
        "rows": about.count,
        "filters": {name: list(values) for name, values in about.filters.items()},
        "as_of": about.as_of.isoformat(),
        "known_at": _moment(about.known_at),
        "record": {"version": about.version, "changed_at": _moment(about.changed_at)},
        "columns": [{"name": c.name, "type": c.type, "definition": c.definition} for c in columns],
        "notes": [
            "A cell that a spreadsheet would take for a formula begins with an apostrophe.",
            "An empty cell means not known or not stated, never none.",
        ],
        "citation": (
            f"Accord Atlas ({about.today.year}). {about.title}, as of {about.as_of.isoformat()}"
            + (f", as known at {_moment(known_at)}" if known_at else "")
            + f". {about.permanent} (retrieved {about.today.isoformat()})."
        ),
        "licence": {
            "name": LICENCE.name,
            "spdx": LICENCE.spdx,
            "url": LICENCE.url,
            "note": LICENCE.note,
        },
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
