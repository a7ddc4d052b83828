import csv
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from agreements import cards
from agreements.models import (
    Agreement,
    Card,
    CommitmentType,
    Decision,
    Evidence,
    Framework,
    Milestone,
    Party,
    RecordVersion,
    Term,
)
from agreements.reference.loading import Loaded, load
from agreements.reference.tables import FOLDER, BadTableError
from agreements.verification import verify
from tests import cast
from tests.days import today


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    """The product's tables, of the agreements the first three with GB and the first five others."""
    for table in FOLDER.glob("*.csv"):
        shutil.copy(table, tmp_path)
    rows = read(tmp_path, "agreements")
    british = [row for row in rows if "GB" in (row["party_a"], row["party_b"])]
    others = [row for row in rows if row not in british]
    write(tmp_path, "agreements", british[:3] + others[:5])
    return tmp_path


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def change(folder: Path, table: str, place: int, /, **cells: str) -> None:
    rows = read(folder, table)
    rows[place] |= cells
    write(folder, table, rows)


def content() -> list[list[tuple[object, ...]]]:
    """Everything that a load writes, row by row."""
    record = (Agreement, Milestone, Term, Evidence, Card, Decision, RecordVersion)
    models = (Party, CommitmentType, Framework, *record)
    return [list(model._default_manager.order_by("pk").values_list()) for model in models]


def sound() -> bool:
    connection.check_constraints()
    return verify().differences == []


def test_second_load_changes_nothing(folder: Path) -> None:
    first = load(folder)
    assert (first.parties, first.commitment_types, first.agreements) == (200, 30, 8)
    assert first.changed == 8
    before = content()
    assert load(folder) == Loaded(200, 30, first.frameworks, 8, 0)
    assert content() == before
    assert sound()


def test_rows_become_agreements_that_cite_their_source(folder: Path) -> None:
    load(folder)
    row = read(folder, "agreements")[0]
    identifier = Term.objects.get(value=f"atlas-reference:{row['slug']}")
    card = cards.standing_on(today()).get(agreement=identifier.agreement)
    assert card.title == row["title"]
    evidence = Evidence.objects.get(term=identifier)
    assert evidence.citation == row["source_title"]
    assert evidence.is_opened == (row["confidence"] == "verified")


def test_all_rows_of_the_product_stand_as_their_table_says(db: None) -> None:
    assert load().agreements == len(read(FOLDER, "agreements"))
    identifiers = Term.objects.filter(name="identifier").values_list("agreement", "value")
    statuses = {c.agreement_id: c.status for c in cards.standing_on(today())}
    stands = {value.removeprefix("atlas-reference:"): statuses.get(pk) for pk, value in identifiers}
    expected = {row["slug"]: row["status"] for row in read(FOLDER, "agreements")}
    assert stands == expected
    assert sound()


def test_loading_costs_the_same_for_one_row_and_for_eight(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = read(folder, "agreements")
    load(folder)
    with django_assert_num_queries(15):
        load(folder)
    write(folder, "agreements", rows[:1])
    with django_assert_num_queries(15):
        load(folder)


def test_first_load_costs_the_same_for_two_rows_and_for_four(folder: Path) -> None:
    rows = read(folder, "agreements")
    costs = []
    write(folder, "agreements", rows[:2])
    load(folder)
    for some in (rows[2:4], rows[4:]):
        write(folder, "agreements", some)
        with CaptureQueriesContext(connection) as queries:
            load(folder)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("table", "place", "cells", "says"),
    [
        ("parties", 0, {"kind": "planet"}, "parties.csv, line 2, column kind: is 'planet'"),
        ("parties", 1, {"code": ""}, "parties.csv, line 3, column code: is empty"),
        ("parties", 1, {"code": "AD"}, "parties.csv, line 3, column code: 'AD' stands twice"),
        ("parties", 1, {"name": "Andorra"}, "parties.csv, line 3, column name: 'Andorra' stands"),
        ("parties", 2, {"lat": "91"}, "parties.csv, line 4, column lat: is 91, which is not"),
        ("parties", 2, {"lat": ""}, "parties.csv, line 4, column lat: is empty"),
        ("parties", 2, {"lon": "east"}, "parties.csv, line 4, column lon: is 'east', which is no"),
        ("commitment_types", 0, {"code": ""}, "commitment_types.csv, line 2, column code: is em"),
        ("commitment_types", 1, {"code": "mutual_defence"}, "line 3, column code: 'mutual"),
        ("frameworks", 0, {"members": "FR|ZZ"}, "frameworks.csv, line 2, column members: holds"),
        ("frameworks", 0, {"adopted": "July"}, "frameworks.csv, line 2, column adopted: 'July' is"),
        ("agreements", 0, {"party_a": "ZZ"}, "agreements.csv, line 2, column party_a: is 'ZZ'"),
        ("agreements", 0, {"party_a": "PT", "party_b": "PT"}, "column party_b: is the same party"),
        ("agreements", 1, {"kind": "handshake"}, "agreements.csv, line 3, column kind: is 'hand"),
        ("agreements", 1, {"status": "lost"}, "agreements.csv, line 3, column status: is 'lost'"),
        ("agreements", 1, {"signed": "13 June"}, "line 3, column signed: '13 June' is no date"),
        ("agreements", 1, {"commitments": "peace"}, "line 3, column commitments: holds 'peace'"),
        ("agreements", 1, {"source_title": ""}, "line 3, column source_title: is empty"),
        ("agreements", 1, {"duration_years": "0"}, "line 3, column duration_years: is 0, which"),
        ("agreements", 1, {"amount": "5", "currency": ""}, "line 3, column currency: is empty"),
        ("agreements", 1, {"status": "signed", "ended": "2020"}, "line 3, column ended: the"),
        ("agreements", 1, {"checked": "maybe"}, "line 3, column checked: is 'maybe'"),
    ],
)  # fmt: skip
def test_bad_cell_is_named_and_nothing_is_loaded(
    folder: Path, table: str, place: int, cells: dict[str, str], says: str
) -> None:
    change(folder, table, place, **cells)
    with pytest.raises(BadTableError) as refusal:
        load(folder)
    assert says in str(refusal.value)
    assert not any(content())


def test_later_bad_table_leaves_the_earlier_load_as_it_was(folder: Path) -> None:
    load(folder)
    before = content()
    change(folder, "parties", 0, name="Another name")
    change(folder, "agreements", 0, title="Another title", signed="no date")
    with pytest.raises(BadTableError):
        load(folder)
    assert content() == before


def test_two_slugs_alike_are_refused(folder: Path) -> None:
    rows = read(folder, "agreements")
    write(folder, "agreements", [*rows, rows[0]])
    with pytest.raises(BadTableError, match=r"line 10, column slug: .* stands twice"):
        load(folder)


def test_row_that_names_a_commitment_twice_cites_it_once(folder: Path) -> None:
    change(folder, "agreements", 0, commitments="consultation|consultation")
    load(folder)
    slug = read(folder, "agreements")[0]["slug"]
    agreement = Term.objects.get(value=f"atlas-reference:{slug}").agreement
    assert Evidence.objects.filter(commitment__agreement=agreement).count() == 1
    assert load(folder).changed == 0


def test_new_row_is_added_and_the_others_stay(folder: Path) -> None:
    rows = read(folder, "agreements")
    write(folder, "agreements", rows[:-1])
    load(folder)
    before = set(Card.objects.values_list("pk", flat=True))
    write(folder, "agreements", rows)
    assert load(folder).changed == 1
    assert set(Card.objects.values_list("pk", flat=True)) > before
    assert sound()


def test_row_that_says_otherwise_takes_the_place_of_what_its_source_said(folder: Path) -> None:
    change(folder, "agreements", 0, signed="1386", title="Treaty of Windsor")
    load(folder)
    change(folder, "agreements", 0, signed="1386-05-09", title="Treaty of Eltham")
    assert load(folder).changed == 1
    assert Milestone.objects.filter(date="1386", known_to=None).count() == 0
    held = Term.objects.filter(name="title", known_to=None)
    assert held.get(value="Treaty of Eltham").rank == "preferred"
    assert not held.filter(value="Treaty of Windsor").exists()
    assert load(folder).changed == 0
    assert sound()


def test_row_of_another_source_is_contested(folder: Path) -> None:
    load(folder)
    change(folder, "agreements", 0, title="Treaty of Eltham", source_title="Another work")
    load(folder)
    assert Term.objects.get(value="Treaty of Eltham").rank == "contested"
    assert sound()


def test_commitment_type_may_be_put_between_two_others(folder: Path) -> None:
    load(folder)
    rows = read(folder, "commitment_types")
    rows.insert(1, rows[0] | {"code": "guarantee", "name": "Guarantee"})
    write(folder, "commitment_types", rows)
    load(folder)
    assert CommitmentType.objects.values_list("code", flat=True)[1] == "guarantee"


def test_renamed_party_renews_its_cards_and_no_others(folder: Path) -> None:
    load(folder)
    place = next(i for i, row in enumerate(read(folder, "parties")) if row["code"] == "GB")
    change(folder, "parties", place, name="Britain")
    version = RecordVersion.objects.get().number
    load(folder)
    assert RecordVersion.objects.get().number == version + 1
    renewed = Card.objects.filter(known_to=None, known_from=Decision.objects.latest("at").at)
    assert {c.agreement_id for c in renewed} == set(
        Card.objects.filter(parties__contains=["GB"]).values_list("agreement", flat=True)
    )
    assert all(cards.names_on(card)["GB"] == "Britain" for card in renewed)
    assert sound()


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("parties", {"region": "Elsewhere"}),
        ("commitment_types", {"definition": "Something else."}),
        ("frameworks", {"members": "FR|DE"}),
        ("frameworks", {"members": "FR|KE|NZ"}),
    ],
)
def test_changed_table_counts_the_record_up_so_that_nobody_keeps_an_old_answer(
    folder: Path, table: str, cells: dict[str, str]
) -> None:
    load(folder)
    version = RecordVersion.objects.get().number
    count = Card.objects.count()
    change(folder, table, 0, **cells)
    load(folder)
    load(folder)
    assert RecordVersion.objects.get().number == version + 1
    assert Card.objects.count() == count
    assert sound()


def test_load_beside_editors_work_keeps_it(folder: Path) -> None:
    load(folder)
    agreement = Agreement.objects.filter(first_party="GB").first()
    assert agreement is not None
    parties = (agreement.first_party_id, agreement.second_party_id)
    cast.approve(cast.Story(parties).milestone("amended", "2024-06-13").draft(), onto=agreement)
    assert load(folder).changed == 0
    assert sound()


def test_table_without_rows_is_taken_as_it_is(folder: Path) -> None:
    header = (folder / "agreements.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "agreements.csv").write_text(header + "\n", encoding="utf-8")
    assert load(folder).agreements == 0


def test_command_loads_another_folder_and_says_what_there_is(folder: Path) -> None:
    out = StringIO()
    call_command("load_reference", str(folder), stdout=out)
    assert "200 parties, 30 commitment types" in out.getvalue()
    assert "8 agreements (8 changed)" in out.getvalue()


def test_command_names_what_is_wrong(folder: Path) -> None:
    change(folder, "parties", 0, kind="planet")
    with pytest.raises(
        CommandError, match=r"Nothing was loaded\.\nparties\.csv, line 2, column kind"
    ):
        call_command("load_reference", str(folder))
