"""docs/api.md tells the truth: its examples work, its tables are complete."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.test import Client

from agreements.api.agreements import AgreementList
from config.kinds import KINDS
from tests.agreements.api.keyed import client_of
from tests.agreements.api.proposed import DRAFTS, send

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/[^'\"\s]*)", DOCS)))


def named(section: str) -> set[str]:
    """Return what stands in code style in the tables of a section."""
    text = DOCS.split(f"## {section}\n")[1].split("\n## ")[0]
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return {name for row in rows for cell in row[1:3] for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
@pytest.mark.parametrize("address", EXAMPLES)
def test_example_works_and_finds_something(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    body = response.getvalue()
    if response.headers["Content-Type"].startswith("application/json"):
        told = json.loads(body)
        assert told.get("results", told)
    else:
        assert body


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
def test_proposal_shown_is_taken() -> None:
    (written,) = re.findall(r"/drafts\" -d '(\{.*?\})'\n```", DOCS, re.DOTALL)
    answer = send(client_of("petra", ["propose"]), DRAFTS, json.loads(written))
    assert answer.status_code == 201


def test_every_parameter_is_explained() -> None:
    assert set(AgreementList.takes) - {"after", "before"} <= named("Asking")


def test_every_kind_of_address_is_listed() -> None:
    paths = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
    kinds = {re.split(r"[/.]", path.removeprefix("/api/v1/"))[0] for path in paths}
    listed = DOCS.split("\n## ")[0]
    assert [kind for kind in sorted(kinds) if f"`/api/v1/{kind}" not in listed] == []


@pytest.mark.django_db
def test_every_header_that_scripts_may_see_is_named(client: Client) -> None:
    exposed = client.get("/api/v1/parties").headers["Access-Control-Expose-Headers"].split(", ")
    assert [name for name in exposed if f"`{name}`" not in DOCS.split("\n## ")[0]] == []


def test_every_code_is_listed() -> None:
    assert set(KINDS) <= named("Errors")
