"""Clients that are generated from the description read the record, propose and decide."""

import json
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from agreements.models import Agreement, Card, Draft
from tests import cast
from tests.agreements.api.keyed import key_of
from tests.agreements.api.proposed import plain
from tests.clients.generating import Python, TypeScript
from tests.record import load_record

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Python:
    return Python(tmp_path_factory.mktemp("python"))


@pytest.fixture(scope="module")
def typescript(tmp_path_factory: pytest.TempPathFactory) -> TypeScript:
    return TypeScript(tmp_path_factory.mktemp("typescript"))


@pytest.mark.django_db(transaction=True)
def test_a_client_in_python_reads_and_pages(python: Python, live_server: LiveServer) -> None:
    load_record()
    told = python.run(HERE / "read.py.txt", live_server.url)
    assert told == read() | {"evidence": told["evidence"]}
    assert told["evidence"] in {"Quote", "Citation", "Judgement"}


@pytest.mark.django_db(transaction=True)
def test_a_client_in_typescript_reads_and_pages(
    typescript: TypeScript, live_server: LiveServer
) -> None:
    load_record()
    told = typescript.run(HERE / "read.ts", live_server.url)
    assert told == read() | {"evidence": told["evidence"]}
    assert isinstance(told["evidence"], list)
    assert {"citation", "quote", "judgement"} & set(told["evidence"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["python", "typescript"])
def test_a_client_proposes_and_decides(
    language: str, request: pytest.FixtureRequest, live_server: LiveServer
) -> None:
    client: Python | TypeScript = request.getfixturevalue(language)
    cast.parties()
    program = "write.ts" if language == "typescript" else "write.py.txt"
    key = key_of("olena", "propose", "review")
    told = client.run(HERE / program, live_server.url, key, json.dumps(plain()))
    draft = Draft.objects.get()
    published = f"A-{Agreement.objects.get().pk}"
    assert told == {"made": draft.pk, "again": draft.pk, "stale": 412, "agreement": published}
    assert draft.state == Draft.State.APPROVED


def read() -> dict[str, object]:
    """Return what a client must have found, from the database."""
    cards = Card.objects.filter(known_to__isnull=True, parties__contains=["UA"])
    keys = [f"A-{c.agreement_id}" for c in cards.order_by("-order_day", "-agreement_id")]
    first = cards.get(agreement__in=[int(keys[0][2:])])
    return {"keys": keys, "party": first.parties[0], "code": "record.unknown"}
