"""Bodies that are too large to be taken in."""

import io

import pytest
from django.conf import settings
from django.test import Client

LARGE = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1


def send(client: Client, path: str, length: int) -> tuple[int, str, int]:
    """Return status, content, and how much of the body was read."""
    body = io.BytesIO(b"a" * min(length, LARGE))
    response = client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length)},  # type: ignore[arg-type]  # of WSGI
    )
    return response.status_code, response.content.decode(), body.tell()


def test_people_are_told_how_much_is_taken(client: Client) -> None:
    status, page, read = send(client, "/login", LARGE)
    assert status == 413
    assert "A text may have 2 MB" in page
    assert read == LARGE


def test_programs_are_told_so_too(client: Client) -> None:
    status, content, _ = send(client, "/api/v1/articles", LARGE)
    assert status == 413
    assert "request.too_large" in content


def test_nobody_waits_for_what_never_ends(client: Client) -> None:
    status, _, read = send(client, "/login", 10**12)
    assert (status, read) == (413, 0)


@pytest.mark.parametrize("length", ["", "x", "-1", "\u0665"])
def test_a_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    assert client.get("/healthz", CONTENT_LENGTH=length).status_code == 200


def test_a_length_of_thousands_of_digits_is_none(client: Client) -> None:
    response = client.generic("POST", "/theme", b"", CONTENT_LENGTH="9" * 5000)
    assert response.status_code < 500
