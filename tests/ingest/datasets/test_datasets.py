"""Other data sets' rows become drafts that quote them; what does not fit is told, row by row."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Card, Document, Draft, Party
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedTerm,
    Quote,
)
from tests import cast

ATOP_COLUMNS = [
    *("atopid", "cow4id", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "bilat"),
    *("defense", "offense", "neutral", "nonagg", "consul", "asymm", "milaid", "ecaid", "base"),
    *("secrart", "mem1", "mem2", "mem3", "version"),
]
DCAD_COLUMNS = [
    *("ccode1", "cowName1", "ccode2", "cowName2", "signDay", "signMonth", "signYear", "EIFDay"),
    *("EIFMonth", "EIFYear", "type", "category1", "category2", "category3", "span"),
    *("terminated", "endYearEstimate", "UNTS", "DCAid"),
]


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()
    for code, number in {"DE": 255, "GB": 200, "JP": 740, "PL": 290, "UA": 369, "US": 2}.items():
        Party.objects.filter(code=code).update(cow_code=number)


def file_of(path: Path, columns: list[str], *rows: dict[str, object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def offered(dataset: str, path: Path, *options: str) -> str:
    said = StringIO()
    call_command("import_dataset", dataset, str(path), *options, stdout=said)
    return said.getvalue()


def told(draft: Draft) -> list[tuple[str, str]]:
    """Return what a draft proposes, after proving that each statement quotes its document."""
    found = []
    for statement in Proposal.from_json(draft.proposed).statements:
        assert statement.sources
        for source in statement.sources:
            assert isinstance(source, Quote)
            assert draft.document.text[source.start : source.end] == source.words
        if isinstance(statement, ProposedMilestone):
            found.append((statement.kind, statement.date))
        elif isinstance(statement, ProposedCommitment):
            found.append((statement.type, statement.direction))
        elif isinstance(statement, ProposedTerm):
            found.append((statement.name, statement.value))
    return found


ALLIANCE: dict[str, object] = {
    "atopid": 3375, "cow4id": 274, "begyr": 1960, "begmo": 1, "begday": 19, "endyr": 0, "endmo": 0,
    "endday": 0, "bilat": 1, "defense": 1, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 1,
    "base": 1, "secrart": 1, "mem1": 2, "mem2": 740, "version": "4.01",
}  # fmt: skip


def test_an_alliance_of_two_becomes_a_draft_and_nothing_is_published(tmp_path: Path) -> None:
    said = offered("atop", file_of(tmp_path / "a.csv", ATOP_COLUMNS, ALLIANCE))
    draft = Draft.objects.get()
    assert draft.proposed["parties"] == ["JP", "US"]
    assert told(draft) == [
        ("signed", "1960-01-19"),
        ("identifier", "atop:3375"),
        ("identifier", "cow:274"),
        ("mutual_defence", "mutual"),
        ("consultation", "mutual"),
        ("force_presence", "mutual"),
    ]
    assert "1 rows: 1 drafts, 0 offered before, 0 did not fit." in said
    assert "Columns of which nothing was made, by rows: bilat 1, secrart 1, version 1." in said
    assert not Agreement.objects.exists()
    assert not Card.objects.exists()


def test_the_same_file_again_offers_nothing_twice(tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", ATOP_COLUMNS, ALLIANCE)
    offered("atop", path)
    assert "0 drafts, 1 offered before" in offered("atop", path)
    assert (Draft.objects.count(), Document.objects.count()) == (1, 1)


def test_what_does_not_fit_is_counted_and_written_row_by_row(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        ALLIANCE | {"atopid": 1, "mem3": 200},
        ALLIANCE | {"atopid": 2, "mem1": 300},
        ALLIANCE | {"atopid": 3, "begyr": ""},
        ALLIANCE | {"atopid": 4, "mem1": 255, "mem2": 260, "mem3": 290, "offense": 1},
    ]
    report = tmp_path / "misfits.csv"
    path = file_of(tmp_path / "a.csv", ATOP_COLUMNS, *rows)
    said = offered("atop", path, "--report", str(report))
    assert "4 rows: 1 drafts, 0 offered before, 3 did not fit." in said
    assert "Rows that did not fit: no_date 1, not_two_members 1, unknown_party 1." in said
    assert "offense: no commitment type has this meaning 1" in said
    with report.open(encoding="utf-8", newline="") as file:
        written = [(row["line"], row["identifier"], row["reason"]) for row in csv.DictReader(file)]
    assert written == [
        ("2", "alliance 1", "not_two_members"),
        ("3", "alliance 2", "unknown_party"),
        ("4", "alliance 3", "no_date"),
    ]
    assert Draft.objects.get().proposed["parties"] == ["DE", "PL"]


def test_a_defence_cooperation_agreement_becomes_a_draft(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "ccode1": 290, "cowName1": "Poland", "ccode2": 369, "cowName2": "Ukraine", "signDay": "NA",
        "signMonth": 5, "signYear": 2001, "EIFDay": 1, "EIFMonth": 2, "EIFYear": 2002,
        "type": "general", "category1": "training", "category2": "exercises", "category3": "music",
        "span": 5, "terminated": 1, "endYearEstimate": 2006, "UNTS": "I-40000", "DCAid": 77,
    }  # fmt: skip
    said = offered("dcad", file_of(tmp_path / "d.csv", DCAD_COLUMNS, row))
    draft = Draft.objects.get()
    assert draft.proposed["parties"] == ["PL", "UA"]
    assert told(draft) == [
        ("signed", "2001-05"),
        ("entered_into_force", "2002-02-01"),
        ("terminated", "2006~"),
        ("identifier", "dcad:77"),
        ("identifier", "unts:I-40000"),
        ("duration_years", "5"),
        ("kind", "defence_cooperation"),
        ("military_training", "not_stated"),
        ("joint_exercises", "not_stated"),
    ]
    assert "Values that are not known here, by rows: category3: music 1." in said
    assert "cowName1 1, cowName2 1" in said


def test_an_approved_row_is_an_agreement_with_its_line_as_evidence(tmp_path: Path) -> None:
    row = ALLIANCE | {"mem1": 290, "mem2": 369, "base": 0, "endyr": 1991, "endmo": 7, "endday": 1}
    offered("atop", file_of(tmp_path / "a.csv", ATOP_COLUMNS, row))
    decision = cast.approve(Draft.objects.get())
    card = Card.objects.get(agreement=decision.agreement)
    assert (card.parties, card.signed) == (["PL", "UA"], "1960-01-19")
    assert '"quote":"defense: 1"' in card.item_json
    assert '"ended":"1991-07-01"' in card.row_json


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"ccode1,ccode2\n2,740\n", "it lacks"),
        (b"", "it lacks"),
        (b"atopid,\xff\n", "can't be read as CSV in UTF-8"),
    ],
)
def test_a_file_of_something_else_is_refused_and_says_why(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        offered("atop", path)
    with pytest.raises(CommandError, match="can't be read"):
        offered("dcad", tmp_path / "nowhere.csv")
