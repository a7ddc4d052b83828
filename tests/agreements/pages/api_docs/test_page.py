"""The page on the API: complete, and its addresses work as they stand there."""

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from agreements.pages.api_docs.operations import sections
from agreements.templatetags.backticks import backticks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/v1/schema?format=json").json()
    return told


def test_every_operation_parameter_and_shape_is_explained(
    client: Client, schema: dict[str, Any]
) -> None:
    page = client.get("/api/docs").content.decode()
    for path, methods in schema["paths"].items():
        assert f">{escape(path)}</code>" in page
        for told in methods.values():
            assert f'id="{told["operationId"]}"' in page
            own = [p for p in told.get("parameters", ()) if p["name"] != "If-None-Match"]
            for parameter in own:
                assert f">{parameter['name']}</code>" in page
                assert backticks(parameter.get("description", "")) in page
    for name, part in schema["components"]["schemas"].items():
        assert f'id="shape-{name}"' in page or "properties" not in part


def test_the_page_is_no_longer_than_can_be_loaded_at_once(client: Client) -> None:
    assert len(client.get("/api/docs").content) <= 150_000


def test_every_answer_says_what_it_means(client: Client, schema: dict[str, Any]) -> None:
    page = client.get("/api/docs").content.decode()
    for told in schema["components"]["responses"].values():
        assert backticks(told["description"]) in page


def test_every_link_within_the_page_has_its_target(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    named = {piece.split('"')[0] for piece in page.split(' href="#')[1:]}
    assert named
    assert [name for name in named if f' id="{name}"' not in page] == []


def test_the_example_of_every_open_read_works(client: Client, schema: dict[str, Any]) -> None:
    reads = [o for s in sections(schema) for o in s.operations if o.is_read and not o.needs_key]
    assert [o.id for o in reads if not o.example] == []
    for read in reads:
        if read.path.startswith(("/api/v1/releases/", "/api/v1/documents/")):
            continue  # the reference record has no release and no text of its own
        answer = client.get(read.example)
        assert (answer.status_code, bool(answer.getvalue())) == (200, True), read.example


def test_it_costs_no_query_beyond_the_frame_s_own(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/api/docs")
    with django_assert_max_num_queries(1):
        client.get("/api/docs")
