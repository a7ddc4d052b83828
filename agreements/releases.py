"""Numbered releases: the whole record of one moment as files that never change, to be cited."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from agreements import cards, exports
from agreements.exports import LICENCE, research
from agreements.models import RecordVersion
from agreements.models.card import CardQuerySet
from agreements.numbers import whole_number

MANIFEST: Final = "manifest.json"
_MAKING: Final = ".making-"
_ABOUT: Final = {
    "agreements.jsonl": "Agreements with all that is held of each and its evidence, one a line",
    "agreements.geojson": "Agreements as lines between capitals",
    "commitments.jsonl": "Commitments with their agreement and evidence, one a line",
    "codebook.json": "What every column means",
    "codebook.csv": "The same as a table",
    "codebook.txt": "The same to be read",
}
MEDIA: Final = {
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "csv": exports.CSV,
    "dta": "application/x-stata-dta",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


class NothingToReleaseError(ValueError):
    """There is nothing new to release; the message says why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release is made of: the record's version, the day it tells of, the site's address."""

    version: int
    known_at: datetime
    as_of: date
    site: str

    @property
    def found(self) -> CardQuerySet:
        """The agreements: those of the version, whatever is published while files are written."""
        return cards.standing_on(self.as_of, known_at=self.known_at)


def make_release(as_of: date, site: str, folder: Path | None = None) -> int:
    """Write the record as it is now into a new release; returns its number.

    Files are made aside and put in place at once, when all of them are whole. No clock stands in
    them: the same version, day and site make the same bytes.

    Raises:
        NothingToReleaseError: the record is empty, or the last release is of the same version.
    """
    parent = folder or settings.RELEASES_DIR
    parent.mkdir(parents=True, exist_ok=True)
    edition = _edition(as_of, site, parent)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=parent))
    try:
        files = [_described(making / name, rows) for name, rows in _files(edition, making)]
        number = _next_number(parent)
        _write_manifest(making, number, edition, files)
        _fix(making)
        making.rename(parent / str(number))
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return number


def releases(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return the manifests of all releases, the newest first."""
    parent = folder or settings.RELEASES_DIR
    return [json.loads((parent / str(n) / MANIFEST).read_bytes()) for n in _numbers(parent)[::-1]]


def manifest(number: int) -> bytes | None:
    """Return a release's manifest as it was written; None where there is no such release."""
    if number not in _numbers(settings.RELEASES_DIR):
        return None
    path: Path = settings.RELEASES_DIR / str(number) / MANIFEST
    return path.read_bytes()


def release_file(number: int, name: str) -> tuple[Path, Mapping[str, Any]] | None:
    """Return where a file of a release lies and what the manifest says of it, or None."""
    told = manifest(number)
    listed = json.loads(told)["files"] if told else []
    found = next((file for file in listed if file["name"] == name), None)
    return (settings.RELEASES_DIR / str(number) / name, found) if found else None


def _edition(as_of: date, site: str, parent: Path) -> Edition:
    now = RecordVersion.objects.first()
    if now is None or now.changed_at is None:
        raise NothingToReleaseError("The record is empty.")
    last = next(iter(releases(parent)), None)
    is_same = last and (last["record"]["version"], last["as_of"]) == (now.number, str(as_of))
    if last and is_same:
        raise NothingToReleaseError(f"Release {last['number']} has this version and day already.")
    return Edition(now.number, now.changed_at, as_of, site.rstrip("/"))


def _files(edition: Edition, folder: Path) -> Iterator[tuple[str, int]]:
    """Write all files; yields the name of each and how many rows it has."""
    lines = {
        "agreements.jsonl": exports.agreements_jsonl,
        "commitments.jsonl": exports.commitments_jsonl,
        "agreements.geojson": exports.agreements_geojson,
    }
    for name, make in lines.items():
        rows = _write(folder / name, make(edition.found))
        # GeoJSON has two lines around its features.
        yield name, rows - 2 if name.endswith("geojson") else rows
    asked = research.Asked(edition.found, edition.as_of, edition.site)
    for table in research.TABLES.values():
        for form in research.FORMS:
            name = f"{table.name}.{form}"
            with (folder / name).open("wb") as file:
                rows = table.write(form, file, asked)
            yield name, rows
    book = research.codebook()
    columns = sum(len(table["columns"]) for table in book["tables"])
    _write(folder / "codebook.json", [json.dumps(book, indent=1).encode()])
    _write(folder / "codebook.csv", research.codebook_csv())
    _write(folder / "codebook.txt", [research.codebook_text().encode()])
    yield from ((f"codebook.{ending}", columns) for ending in ("json", "csv", "txt"))


def _write(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file; returns how many lines it has."""
    lines = 0
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            lines += piece.count(b"\n")
    return lines


def _described(path: Path, rows: int) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stem, ending = path.name.split(".")
    about = _ABOUT.get(path.name) or f"A row is {research.TABLES[stem].row}"
    return {
        "name": path.name,
        "description": about,
        "media_type": MEDIA[ending],
        "bytes": path.stat().st_size,
        "rows": rows,
        "sha256": digest,
    }


def _write_manifest(
    folder: Path, number: int, edition: Edition, files: list[dict[str, Any]]
) -> None:
    known_at = edition.known_at.isoformat().replace("+00:00", "Z")
    told = {
        "number": number,
        "title": f"Accord Atlas, release {number}",
        "as_of": edition.as_of.isoformat(),
        "known_at": known_at,
        "record": {"version": edition.version},
        "site": edition.site,
        "codebook": "codebook.json",
        "licence": {"name": LICENCE.name, "spdx": LICENCE.spdx, "url": LICENCE.url}
        | {"note": LICENCE.note},
        "citation": (
            f"Accord Atlas ({edition.known_at.year}). Bilateral security agreements, release"
            f" {number} (record version {edition.version}, as of {edition.as_of.isoformat()}, as"
            f" known at {known_at}). {edition.site}/api/v1/releases/{number}."
        ),
        "files": sorted(files, key=lambda file: str(file["name"])),
    }
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _fix(folder: Path) -> None:
    """Take away the right to write: a release never changes."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def _numbers(parent: Path) -> list[int]:
    names = (path.name for path in parent.iterdir()) if parent.is_dir() else ()
    return sorted(number for number in map(whole_number, names) if number)


def _next_number(parent: Path) -> int:
    return max(_numbers(parent), default=0) + 1
