"""Each request has an id: in its answer, in the log, in problems."""

import io
import logging

import pytest
from django.test import Client

from config.logs import LineFormatter


@pytest.mark.parametrize(
    "address", ["/healthz", "/api/v1/nothing", "/api/v1/problems/server.error"]
)
def test_each_answer_has_an_id_of_its_own(client: Client, address: str) -> None:
    told = [client.get(address).headers["X-Request-ID"] for _ in range(3)]
    assert len(set(told)) == 3
    assert all(len(name) == 20 for name in told)


@pytest.mark.parametrize("given", ["3f1c.77-B_9", "a" * 64])
def test_id_of_a_proxy_is_kept(client: Client, given: str) -> None:
    response = client.get("/api/v1/nothing", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == response.json()["request_id"] == given


@pytest.mark.parametrize(
    "given", ["", "a" * 65, "a b", "a\tb", "a\r\nSet-Cookie: b=c", "<b>", "é", "a,b", "\u0661"]
)
def test_id_that_is_long_or_odd_is_replaced(client: Client, given: str) -> None:
    response = client.get("/api/v1/nothing", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == response.json()["request_id"] != given
    assert "Set-Cookie" not in response.headers


def test_broken_view_is_found_in_the_log_by_its_id(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("agreements.api.codes.fresh_answer", broken)
    client.raise_request_exception = False
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    try:
        told = client.get("/api/v1/parties").json()
    finally:
        logging.getLogger().removeHandler(handler)
    (line,) = [line for line in written.getvalue().splitlines() if "/api/v1/parties" in line]
    assert f"ERROR django.request [{told['request_id']}] " in line
    assert "ZeroDivisionError" in written.getvalue()
