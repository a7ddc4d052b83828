"""Which agreements hang from a framework, by the table."""

import csv
import json
from pathlib import Path

from agreements.models import Agreement, Card, Term
from agreements.reference.loading import load
from agreements.reference.tables import FOLDER
from agreements.verification import verify
from tests.agreements.reference.test_loading import change, folder

__all__ = ["folder"]


def hung(folder: Path, slug: str) -> Agreement:
    change(folder, "frameworks", 0, agreements=slug)
    load(folder)
    return Term.objects.get(value=f"atlas-reference:{slug}", known_to=None).agreement


def first_slug(folder: Path) -> str:
    with (folder / "agreements.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["slug"]


def test_a_new_agreement_hangs_where_the_table_says_and_its_card_tells(folder: Path) -> None:
    agreement = hung(folder, first_slug(folder))
    assert agreement.framework_id == "g7-vilnius-2023"
    card = Card.objects.get(agreement=agreement, known_to=None)
    assert json.loads(card.row_json)["framework"] == "g7-vilnius-2023"
    count = Card.objects.count()
    assert load(folder).changed == 0
    assert Card.objects.count() == count
    assert verify().differences == []


def test_one_that_was_loaded_before_stays_as_its_old_cards_say(folder: Path) -> None:
    load(folder)
    assert hung(folder, first_slug(folder)).framework_id is None
    assert verify().differences == []


def test_every_agreement_that_the_product_hangs_from_a_framework_is_in_its_table() -> None:
    with (FOLDER / "agreements.csv").open(encoding="utf-8", newline="") as file:
        slugs = {row["slug"] for row in csv.DictReader(file)}
    with (FOLDER / "frameworks.csv").open(encoding="utf-8", newline="") as file:
        named = {slug for row in csv.DictReader(file) for slug in row["agreements"].split("|")}
    assert named <= slugs
    assert len(named) == 30
