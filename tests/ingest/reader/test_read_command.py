import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

OWN = Path(__file__).parents[2] / "samples" / "reader"


def test_the_command_writes_a_line_for_each_article(tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    call_command("read", OWN, out=out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["name"] for line in lines] == sorted(
        path.name.removesuffix(".txt") for path in OWN.glob("*.txt")
    )
    assert any(line["agreements"] for line in lines)


def test_a_bad_article_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("A pact.", "utf-8")
    out = tmp_path / "found.jsonl"
    with pytest.raises(CommandError, match=r"x\.meta\.json is missing"):
        call_command("read", tmp_path, out=out)
    assert not out.exists()
