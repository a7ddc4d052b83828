"""Read the table of frameworks: who joined each, and which agreements hang from it."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from agreements.models import Framework
from agreements.reference.rows import identifier
from agreements.reference.tables import read_rows, refuse, unique


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One framework, the codes of the parties that joined it, the names of its agreements.

    Only a new agreement is hung: those loaded before stay as they were, for their cards say so.
    """

    framework: Framework
    members: list[str]
    agreements: list[str]


def read_frameworks(
    path: Path, parties: Collection[str], known: Collection[str]
) -> list[FrameworkRow]:
    """Return the rows; agreements that are not among the `known` are left out.

    Raises:
        BadTableError: some cells are wrong.
    """
    rows, errors = read_rows(path, ["slug", "title", "adopted", "url", "members", "agreements"])
    unique(rows, "slug")
    read = [
        FrameworkRow(
            Framework(
                slug=cells.needed("slug", longest=50),
                title=cells.needed("title", longest=200),
                adopted=cells.edtf("adopted"),
                url=cells.text("url", longest=500),
            ),
            list(cells.several_of("members", parties)),
            [
                name
                for name in map(identifier, cells.text("agreements").split("|"))
                if name in known
            ],
        )
        for cells in rows
    ]
    refuse(errors)
    return read
