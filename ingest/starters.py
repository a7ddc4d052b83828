"""Sources to start with: public official ones, switched off until somebody switches them on."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.models import Source

FILE: Final = Path(__file__).parent / "data" / "sources.csv"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many sources a list had, and how many of them are new."""

    listed: int
    added: int


def load(file: Path = FILE) -> Loaded:
    """Add the sources of a list whose address no source has; those that are there stay as they are.

    Raises:
        ValueError, KeyError, OSError: it is no such list.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        listed = [_source(row) for row in csv.DictReader(lines)]
    known = set(Source.objects.values_list("address", flat=True))
    fresh = [source for source in listed if source.address not in known]
    Source.objects.bulk_create(fresh, ignore_conflicts=True)
    return Loaded(len(listed), len(fresh))


def _source(row: dict[str, str]) -> Source:
    return Source(
        name=row["name"],
        kind=Source.Kind(row["kind"]),
        address=row["address"],
        publisher=row["publisher"],
        language=row["language"],
        reliability=Source.Reliability(row["reliability"]),
        keywords=[word for word in row["keywords"].split("|") if word],
        is_on=False,
    )
