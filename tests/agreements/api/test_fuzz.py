"""Whatever the schema lets one ask, and what it doesn't, is answered as the schema says.

`make fuzz` tries a thousand examples an operation. The examples are the same in every run.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from agreements.models import Scope
from config.kinds import KINDS
from config.wsgi import application
from tests.agreements.api.keyed import key_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "50"))
COMMITTED: Final = Path(__file__).parents[3] / "docs" / "openapi.yaml"
CHECKED: Final = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
# What one example is answered must not change which are tried next.
CONFIG: Final = SchemathesisConfig.from_dict(
    {
        "base-url": "http://localhost",
        "generation": {"deterministic": True, "with-security-parameters": False},
        "analysis": {"constants": {"enabled": False}},
    }
)


def whole(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """Answer as a web server does: to the end, and then close the answer."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema = schemathesis.openapi.from_path(COMMITTED, config=CONFIG)
schema.app = whole


@pytest.fixture(autouse=True)
def connection_stays() -> Iterator[None]:
    """Keep requests from closing the connection, whose transaction holds the record."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def editor(db: None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key_of('olena', *Scope.values)}"}


@pytest.mark.usefixtures("loaded_record")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_answer_is_as_the_schema_says(case: schemathesis.Case[Any], editor: dict[str, str]) -> None:
    answer = case.call_and_validate(headers=editor, checks=CHECKED)
    (request_id,) = answer.headers["x-request-id"]
    if answer.status_code >= 400:
        told = answer.json()
        assert told["status"] == answer.status_code
        assert told["code"] in KINDS
        assert told["request_id"] == request_id
