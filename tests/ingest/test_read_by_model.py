"""The command that shows what a model makes of a folder of articles."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.ingest.llm.server import agreements, model_server
from tests.ingest.llm.told import TEXT, record

META = '{"title": "A pact", "outlet": "The Paper", "published": "2026-06-01"}'


def test_without_a_model_it_says_which_setting_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="READER_LLM_URL is not set"):
        call_command("read_by_model", tmp_path, out=tmp_path / "found.jsonl")


@pytest.mark.django_db
def test_an_article_that_is_not_read_is_named_and_the_others_are_read(
    tmp_path: Path, settings: Settings
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
        (tmp_path / f"{name}.meta.json").write_text(META, "utf-8")
    out, errors = tmp_path / "found.jsonl", StringIO()
    with model_server() as server:
        settings.READER_LLM_URL, settings.READER_LLM_MODEL = server.url, "played"
        server.says("Sorry.", agreements(record()))
        call_command("read_by_model", tmp_path, out=out, stdout=StringIO(), stderr=errors)
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert first == {"name": "a", "agreements": []}
    assert "a: not read: no_json" in errors.getvalue()
    assert second["agreements"][0]["parties"] == ["EE", "JP"]
    assert second["agreements"][0]["evidence"]["signed"] == "on 4 March 2026"
