"""`manage.py import_articles`: what it takes, what it says of the rest, how it exits."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ingest.models import Article

pytestmark = pytest.mark.django_db
GOOD = "url,title\nhttps://example.org/1,One\nhttps://example.org/2,Two\n"


def run(*names: object) -> tuple[str, str, int]:
    """Return what it printed, what it complained of, and how it exits."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_articles", *map(str, names), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        code = error.returncode
    return out.getvalue(), err.getvalue(), code


def test_a_good_file_is_summed_up(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\ufeff" + GOOD, encoding="utf-8")
    printed, complaints, code = run(file)
    assert printed.startswith("rows: 2; taken: 2; known already: 0; ")
    assert (complaints, code) == ("", 0)
    assert run(file)[0].startswith("rows: 2; taken: 0; known already: 2; ")


def test_bad_rows_are_named_and_reported(tmp_path: Path) -> None:
    file, report = tmp_path / "a.csv", tmp_path / "bad.csv"
    file.write_bytes(GOOD.encode() + b"ftp://example.org/,x\nhttps://example.org/\xff,x\n" * 15)
    printed, complaints, code = run(file, "--report", report)
    assert "taken: 2" in printed
    assert code == 1
    assert complaints.count("row ") == 20
    assert "and 10 more: see --report" in complaints
    assert complaints.endswith("30 of 32 rows were refused.")
    with report.open(encoding="utf-8", newline="") as written:
        rows = list(csv.DictReader(written))
    assert [int(row["row"]) for row in rows] == list(range(4, 34))
    assert {row["code"] for row in rows} >= {"character"}
    assert Article.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"address\nx\n", b'url\n"https://example.org/1\n'])
def test_a_file_that_can_not_be_used_exits_with_two(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    assert run(file)[2] == 2
    assert run(tmp_path / "nowhere.csv")[2] == 2
    assert not Article.objects.exists()


def test_standard_input_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(GOOD))
    assert run("-")[0].startswith("rows: 2; taken: 2;")
