"""The table of commitments: what the tally counts is what the cards say."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from agreements import codebook, matrix
from agreements.matrix import Cell, Level, Matrix, matrix_of
from agreements.tally import Selection, Tally, select
from agreements.tally.table import Addition, CardRow

DAY = date(2026, 1, 1)


def entry(type_: str, **told: str | None) -> dict[str, Any]:
    plain = {"held": "made", "rank": "preferred", "strength": "duty", "direction": "mutual"}
    return plain | {"type": type_, "debtor": None, "creditor": None} | told


def tally_of(*cards: tuple[str, list[dict[str, Any]]]) -> Tally:
    """Return a tally of Ukraine's agreements with these partners, signed one a month."""
    added = Addition(0)
    for number, (partner, entries) in enumerate(cards, 1):
        parties = sorted([partner, "UA"])
        told = {"parties": [{"code": code, "name": code} for code in parties]}
        row = json.dumps(told | {"commitments": entries}, separators=(",", ":"))
        made = sorted({e["type"] for e in entries if e["held"] == "made"})
        day = date(2025, number, 1)
        known = datetime(2025, number, 1, tzinfo=UTC)
        given: dict[str, Any] = {
            "pk": number,
            "agreement_id": 1000 + number,
            "known_from": known,
            "known_to": None,
            "order_day": day,
            "signed_earliest": day,
            "signed_latest": day,
            "parties": parties,
            "commitment_types": made,
            "kind": "",
            "row_json": row,
        }
        added.add(CardRow(**given))
    return added.onto(Tally())


def table(*cards: tuple[str, list[dict[str, Any]]], sort: str = "-breadth") -> Matrix:
    tally = tally_of(*cards)
    everything = Selection(tally, DAY, tally.held, tally.held)
    types = ["aid", "training", "cyber", "neutrality"]
    names = {"PL": "Poland", "EE": "Estonia", "FR": "France"}
    return matrix_of(everything, "UA", names, is_by_agreement=False, sort=sort, types=types)


def test_the_firmest_of_all_agreements_with_a_partner_speaks() -> None:
    found = table(
        ("PL", [entry("aid", strength="intent"), entry("cyber", strength="mentioned")]),
        ("PL", [entry("aid"), entry("neutrality", held="excluded")]),
    )
    (row,) = found.rows(found.lines)
    assert row.keys == ["A-1002", "A-1001"]
    assert row.cells == {
        "aid": Cell(is_settled=True, level=Level.DUTY),
        "cyber": Cell(is_settled=True, level=Level.MENTIONED),
        "neutrality": Cell(is_settled=True, level=Level.EXCLUDED),
    }
    assert row.breadth == 2


def test_what_sources_agree_on_goes_before_what_they_contest() -> None:
    found = table(
        ("PL", [entry("aid", rank="contested"), entry("aid", strength="mentioned")]),
        ("EE", [entry("aid", rank="contested")]),
    )
    cells = {row.code: row.cells["aid"] for row in found.rows(found.lines)}
    assert cells["PL"] == Cell(is_settled=True, level=Level.MENTIONED)
    assert cells["EE"] == Cell(is_settled=False, level=Level.DUTY)


def test_what_is_withdrawn_is_in_no_cell() -> None:
    found = table(
        ("PL", [entry("aid")]), ("EE", [entry("cyber", rank="withdrawn", held="excluded")])
    )
    assert [line.code for line in found.lines] == ["PL"]
    assert [line.code for line in found.silent] == ["EE"]
    assert dict(found.counts) == {"aid": 1}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-breadth", ["FR", "EE", "PL"]),
        ("name", ["EE", "FR", "PL"]),
        ("-signed", ["PL", "FR", "EE"]),
        ("signed", ["EE", "FR", "PL"]),
    ],
)
def test_rows_come_in_four_orders(sort: str, order: list[str]) -> None:
    found = table(
        ("EE", [entry("aid")]),
        ("FR", [entry("aid"), entry("cyber")]),
        ("PL", [entry("training")]),
        sort=sort,
    )
    assert [line.code for line in found.lines] == order


def test_the_most_common_type_comes_first() -> None:
    found = table(("EE", [entry("cyber")]), ("FR", [entry("aid"), entry("cyber")]))
    assert dict(found.counts) == {"cyber": 2, "aid": 1}
    assert list(found.counts) == ["cyber", "aid"]


@pytest.mark.usefixtures("loaded_record", "db")
@pytest.mark.parametrize("is_by_agreement", [False, True])
def test_every_cell_is_what_the_cards_say(*, is_by_agreement: bool) -> None:
    everything = select(DAY)
    names = codebook.party_names()
    types = list(codebook.commitment_groups())
    told = {told.key: told for told in matrix.read(everything.cards(), DAY)}
    for party in ("UA", "US", "GB", "EU"):
        found = matrix_of(
            everything, party, names, is_by_agreement=is_by_agreement, sort="name", types=types
        )
        rows = found.rows([*found.lines, *found.silent])
        assert sum(len(row.keys) for row in rows) == everything.of_any_party([party]).count()
        for row in rows:
            assert row.cells == firmest(row.keys, told)


def firmest(keys: Iterable[str], told: dict[str, matrix.Told]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for key in keys:
        for type_, cell in told[key].cells.items():
            cells[type_] = max(cell, cells.get(type_, cell))
    return cells
