"""Releases: the same record makes the same bytes, and what has a number never changes."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pandas
import pytest
from arro3.io import read_parquet
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from agreements import releases
from agreements.exports import research
from agreements.models import Party, RecordVersion
from agreements.releases import MANIFEST, NothingToReleaseError, make_release
from tests import cast

DAY = date(2025, 6, 30)
SITE = "https://atlas.example"
API = "/api/v1/releases"
ROWS: dict[str, Callable[[bytes], int]] = {
    "jsonl": lambda body: len(body.splitlines()),
    "geojson": lambda body: len(json.loads(body)["features"]),
    "dta": lambda body: len(pandas.read_stata(io.BytesIO(body))),
    "csv": lambda body: len(list(csv.DictReader(io.StringIO(body.decode(), newline="")))),
    "parquet": lambda body: read_parquet(io.BytesIO(body)).read_all().num_rows,
}


@pytest.fixture(autouse=True)
def folder(db: None, settings: Settings, tmp_path: Path) -> Path:
    """Two agreements, and a folder for their releases."""
    cast.parties()
    for code, number in (("UA", 369), ("GB", 200)):
        Party.objects.filter(code=code).update(cow_code=number, cow_abbreviation=f"{code}X")
    cast.agreement(cast.signed("2024-06").commitment())
    cast.agreement(cast.signed("2020-03-01", title="=Another, older").commitment())
    settings.RELEASES_DIR = tmp_path / "releases"
    return tmp_path / "releases"


def told(folder: Path, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / str(number) / MANIFEST).read_bytes())
    return found


def test_the_same_version_made_twice_is_the_same_to_the_byte(folder: Path, tmp_path: Path) -> None:
    make_release(DAY, SITE)
    make_release(DAY, SITE, tmp_path / "again")
    one, other = (
        {path.name: path.read_bytes() for path in (parent / "1").iterdir()}
        for parent in (folder, tmp_path / "again")
    )
    assert one == other
    assert len(one) == 22


def test_the_manifest_tells_the_truth_of_every_file(folder: Path) -> None:
    make_release(DAY, SITE)
    manifest = told(folder)
    names = {path.name for path in (folder / "1").iterdir()} - {MANIFEST}
    assert {file["name"] for file in manifest["files"]} == names
    for file in manifest["files"]:
        body = (folder / "1" / file["name"]).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (file["bytes"], file["sha256"])
        assert file["rows"] == rows_of(file["name"], body)
    version = RecordVersion.objects.get()
    assert (manifest["number"], manifest["as_of"]) == (1, "2025-06-30")
    assert manifest["record"] == {"version": version.number}
    assert manifest["licence"]["spdx"] == "Apache-2.0"
    assert f"{SITE}/api/v1/releases/1" in manifest["citation"]


def rows_of(name: str, body: bytes) -> int:
    """Return how many rows a file has, by another way than it was counted."""
    if name.startswith("codebook"):
        return sum(len(table["columns"]) for table in research.codebook()["tables"])
    return ROWS[name.rpartition(".")[2]](body)


def test_a_change_makes_the_next_number_and_leaves_the_first_as_it_was(folder: Path) -> None:
    make_release(DAY, SITE)
    before = {path.name: path.read_bytes() for path in (folder / "1").iterdir()}
    with pytest.raises(NothingToReleaseError, match="Release 1 has this version"):
        make_release(DAY, SITE)
    cast.agreement(cast.signed("2019-05", title="A third"))
    assert make_release(DAY, SITE) == 2
    assert {path.name: path.read_bytes() for path in (folder / "1").iterdir()} == before
    lines = [len((folder / n / "agreements.jsonl").read_bytes().splitlines()) for n in ("1", "2")]
    assert lines[1] == lines[0] + 1


def test_nobody_can_write_into_a_release(folder: Path) -> None:
    make_release(DAY, SITE)
    paths = [folder / "1", *(folder / "1").iterdir()]
    assert {path.stat().st_mode & 0o222 for path in paths} == {0}


def test_what_fails_leaves_no_release_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releases, "_write_manifest", full)
    with pytest.raises(OSError, match="No space"):
        make_release(DAY, SITE)
    assert list(folder.iterdir()) == []
    assert releases.releases() == []


def test_the_command_makes_one_and_says_its_number(client: Client) -> None:
    said = StringIO()
    call_command("make_release", "--site", SITE, "--as-of", "2025-06-30", stdout=said)
    assert said.getvalue() == "Release 1 is made.\n"
    with pytest.raises(CommandError, match="Release 1 has this version"):
        call_command("make_release", "--as-of", "2025-06-30")
    page = client.get("/data").content.decode()
    assert "Release 1, as of 2025-06-30" in page


def test_the_api_lists_releases_and_gives_their_files_with_their_hash_as_tag(
    client: Client, folder: Path
) -> None:
    assert client.get(API).json()["results"] == []
    make_release(DAY, SITE)
    (listed,) = client.get(API).json()["results"]
    assert listed == client.get(f"{API}/1").json() == told(folder)
    for file in listed["files"]:
        response = client.get(f"{API}/1/{file['name']}")
        assert response.headers["ETag"] == f'"{file["sha256"]}"'
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == file["media_type"]
        assert hashlib.sha256(response.getvalue()).hexdigest() == file["sha256"]
        again = client.get(
            f"{API}/1/{file['name']}", headers={"If-None-Match": response.headers["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_what_no_release_has_is_404(client: Client) -> None:
    make_release(DAY, SITE)
    for address in ("2", "0", "01", "one", "1/nothing.csv", "1/manifest.json", "1/..%2Fkey"):
        response = client.get(f"{API}/{address}")
        assert response.status_code == 404
        assert response.json()["code"] in {"record.unknown", "address.unknown"}


def test_an_empty_record_has_nothing_to_release() -> None:
    RecordVersion.objects.all().delete()
    with pytest.raises(NothingToReleaseError, match="empty"):
        make_release(DAY, SITE)
