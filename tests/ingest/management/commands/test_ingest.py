"""`manage.py ingest`: what it takes, and what it says of the rest."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from ingest.management.counting import Counting
from ingest.models import Article
from tests.ingest.articles import NOTHING, PACT
from tests.record import load_record

pytestmark = pytest.mark.django_db


def run(*names: object) -> tuple[str, str]:
    """Return what it printed, and what it complained of."""
    out, err = StringIO(), StringIO()
    try:
        call_command("ingest", *map(str, names), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_a_file_is_read_with_what_is_told_beside_it(tmp_path: Path) -> None:
    load_record()
    (tmp_path / "pact.txt").write_text(PACT, encoding="utf-8")
    (tmp_path / "pact.meta.json").write_text(
        '{"url": null, "title": "A pact", "outlet": "The Courier", "published": "2026-03-04"}',
        encoding="utf-8",
    )
    (tmp_path / "fair.txt").write_text(NOTHING, encoding="utf-8")
    printed, complaints = run(tmp_path / "pact.txt", tmp_path / "fair.txt")
    assert printed.splitlines() == [
        f"{tmp_path}/pact.txt: read, 1 draft",
        f"{tmp_path}/fair.txt: read, nothing found",
    ]
    assert re.fullmatch(r"taken: 2; drafts: 1; \d+\.\d s\n", complaints)
    article = Article.objects.get(title="A pact")
    assert (article.publisher, str(article.published)) == ("The Courier", "2026-03-04")


@pytest.mark.parametrize(
    "meta",
    [
        b"{bad",
        b"[1]",
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"title": 5}',
        b'{"url": ["x"]}',
        b'{"url": "javascript:1"}',
        b'{"outlet": {"a": 1}}',
        b'{"published": "yesterday"}',
        b'{"published": "2999-01-01"}',
        b'{"title": "a\\u0000b"}',
        b'{"title": "a\\ud800b"}',
    ],
)
def test_a_bad_meta_file_is_refused_and_the_others_are_read(tmp_path: Path, meta: bytes) -> None:
    for name in ("bad", "good"):
        (tmp_path / f"{name}.txt").write_text(f"{NOTHING} {name}", encoding="utf-8")
    (tmp_path / "bad.meta.json").write_bytes(meta)
    printed, complaints = run(tmp_path / "bad.txt", tmp_path / "good.txt")
    assert f"{tmp_path}/bad.txt: not taken: " in complaints
    assert "1 of 2 were not read." in complaints
    assert printed == f"{tmp_path}/good.txt: read, nothing found\n"


def test_folders_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTHING, encoding="utf-8")
    (tmp_path / "a.meta.json").mkdir()
    _, complaints = run(tmp_path, tmp_path / "nowhere.txt", tmp_path / "a.txt", "http://127.0.0.1/")
    assert complaints.count("not taken: ") == 4
    assert "4 of 4 were not read." in complaints


def test_many_are_listed_in_a_file_or_come_by_standard_input_and_are_summed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for number in range(4):
        names.append(tmp_path / f"{number}.txt")
        names[-1].write_text(f"{NOTHING} {number}", encoding="utf-8")
    (tmp_path / "list").write_text(f"# two\n{names[0]}\n\n{names[1]}\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", StringIO(f"{names[2]}\nhttp://127.0.0.1/\n"))
    printed, complaints = run(names[0], "-", names[3], "--from", tmp_path / "list")
    assert len(printed.splitlines()) == 5
    assert re.search(
        r"taken: 4; drafts: 0; not taken, \w+: 1; known already: 1; \d+\.\d s", complaints
    )
    assert complaints.endswith("1 of 6 were not read.")


def test_nothing_to_take_exits_with_two(tmp_path: Path) -> None:
    for arguments in ((), ("--from", str(tmp_path / "nowhere"))):
        with pytest.raises(CommandError) as error:
            call_command("ingest", *arguments)
        assert error.value.returncode == 2


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_some_lines_elsewhere() -> None:
    seen, plain = _Terminal(), StringIO()
    for out in (seen, plain):
        with Counting(OutputWrapper(out), "articles", 40) as counting:
            for _ in range(40):
                counting.step()
    assert "\r\x1b[K[##########..........] 20 of 40 articles" in seen.getvalue()
    assert "\n" not in seen.getvalue()
    assert len(plain.getvalue().splitlines()) == 20
    assert plain.getvalue().endswith("40 of 40 articles\n")
