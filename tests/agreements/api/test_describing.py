"""The schema tells of every problem that an operation can meet."""

from typing import Any

import pytest
from django.test import Client

from config.kinds import KINDS

HEAD = {"get", "put", "post", "delete", "patch"}


@pytest.fixture
def operations(client: Client) -> list[dict[str, Any]]:
    schema = client.get("/api/v1/schema?format=json").json()
    return [
        operation
        for path in schema["paths"].values()
        for method, operation in path.items()
        if method in HEAD
    ]


def test_each_operation_tells_what_all_can_answer(operations: list[dict[str, Any]]) -> None:
    for operation in operations:
        assert {"400", "406", "429", "500", "503"} <= set(operation["responses"])


def test_who_takes_a_body_tells_how_it_is_refused(operations: list[dict[str, Any]]) -> None:
    taking = [operation for operation in operations if "requestBody" in operation]
    assert taking
    for operation in taking:
        assert {"411", "413", "415"} <= set(operation["responses"])


def test_who_wants_a_name_tells_of_strangers(operations: list[dict[str, Any]]) -> None:
    private = [operation for operation in operations if any(operation.get("security", ()))]
    assert private
    for operation in private:
        assert {"401", "403"} <= set(operation["responses"])


def test_statuses_are_such_that_problems_have(operations: list[dict[str, Any]]) -> None:
    told = {int(status) for operation in operations for status in operation["responses"]}
    assert {status for status in told if status >= 400} <= {k.status for k in KINDS.values()}


def test_references_lead_to_problems(client: Client) -> None:
    schema = client.get("/api/v1/schema?format=json").json()
    for response in schema["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
    for operation in schema["paths"]["/api/v1/articles"].values():
        for response in operation["responses"].values():
            name = response.get("$ref", "").rsplit("/", 1)[-1]
            assert not name or name in schema["components"]["responses"]
