"""Sources to start with: in order, switched off, and added once."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ingest import starters
from ingest.feeds.gathering import language_tag
from ingest.fetch import parse_address, refuse_inner
from ingest.models import Source


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("load_sources", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_all_are_added_once_and_switched_off() -> None:
    assert "added, switched off" in told()
    count = Source.objects.count()
    assert count > 40
    assert not Source.objects.filter(is_on=True).exists()
    assert not Source.objects.due().exists()
    assert told().startswith(f"0 of {count} ")


@pytest.mark.django_db
def test_what_an_editor_made_of_one_stays_and_what_was_deleted_is_not_brought_back() -> None:
    told("--first")
    Source.objects.filter(name="NATO: news").update(is_on=True, name="NATO")
    Source.objects.exclude(name="NATO").delete()
    assert told("--first") == ""
    told()
    assert Source.objects.get(name="NATO").is_on


def test_every_line_could_be_polled() -> None:
    with starters.FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        refuse_inner(parse_address(row["address"]))
        assert language_tag(row["language"]) == row["language"]
        assert row["kind"] != "page" or row["keywords"]
        starters._source(row).full_clean(exclude=["next_at", "made_by"], validate_unique=False)
    assert len({row["address"] for row in rows}) == len({row["name"] for row in rows}) == len(rows)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,kind\nA,feed\n", "has no column"),
        (
            "name,kind,address,publisher,language,reliability,keywords\nA,fax,b,,,official,\n",
            "is no list of sources: 'fax'",
        ),
    ],
)
def test_another_list_is_refused_in_words(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match=message):
        told(str(file))
    with pytest.raises(CommandError, match="is no list of sources"):
        told(str(tmp_path / "none.csv"))
