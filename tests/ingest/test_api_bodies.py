"""Bodies that nobody should send: each is refused with its code and place, and nothing is kept."""

import gzip
import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from ingest.models import Article

pytestmark = pytest.mark.django_db

URL = "/api/v1/articles"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_user("olena"))
    return client


def refused(
    client: Client, body: bytes, kind: str = "application/json", coding: str = "identity"
) -> tuple[int, dict[str, Any]]:
    """Send a body and return the refusal, which has the form of all."""
    answer = client.generic(
        "POST", URL, body, content_type=kind, headers={"Content-Encoding": coding}
    )
    told: dict[str, Any] = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    assert told["request_id"] == answer.headers["X-Request-ID"]
    assert told["detail"]
    assert not Article.objects.exists()
    return answer.status_code, told


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (rb'{"text": "a\u0000b"}', "json.bad_char", "/text"),
        (rb'{"text": "\ud800 and more"}', "json.bad_char", "/text"),
        (rb'{"free": {"\u0000": ["\udc00"]}}', "json.bad_char", "/free"),
        (b'{"text":' + b"[" * 32 + b"]" * 32 + b"}", "json.too_deep", "/text" + "/0" * 31),
        (b'{"title": "a", "title": "b"}', "json.doubled", "/title"),
        (b'{"title": NaN}', "json.number", "/title"),
        (b'{"title": -Infinity}', "json.number", "/title"),
        (b'{"title": 1e400}', "json.number", "/title"),
        (b'{"title": ' + b"7" * 5_000 + b"}", "json.number", "/title"),
        ('{"text": "ab"}'.encode("utf-16"), "json.encoding", None),
        (b'\xef\xbb\xbf{"text": "ab"}', "json.encoding", None),
        ('{"text": "für"}'.encode("latin-1"), "json.encoding", None),
        (b'{"text": "ab"} and so on', "json.syntax", None),
        (b'["text"]', "field.value", ""),
        (b'"text"', "field.value", ""),
        (b"null", "field.value", ""),
        (b'{"text": {"a": 1}}', "field.value", "/text"),
        (b'{"text": "ab", "title": ["a"]}', "field.value", "/title"),
        (b'{"text": "ab", "is_staff": true}', "field.unknown", "/is_staff"),
        (b'{"text": "ab", "approved_by": "me"}', "field.unknown", "/approved_by"),
        (b'{"text": "ab", "id": 7}', "field.unknown", "/id"),
        (b'{"text": "ab", "state": "read"}', "field.unknown", "/state"),
    ],
)
def test_body_is_refused(editor: Client, body: bytes, code: str, pointer: str | None) -> None:
    status, told = refused(editor, body)
    assert (status, told["code"], told.get("pointer")) == (400, code, pointer)


@pytest.mark.parametrize(
    ("body", "shape"),
    [(b"[]", "an array"), (b'"text"', "a string"), (b"7", "a number"), (b"null", "null")],
)
def test_body_that_is_no_object_is_told_so(editor: Client, body: bytes, shape: str) -> None:
    _, told = refused(editor, body)
    assert told["detail"] == f"Send a JSON object here, not {shape}."
    assert told["errors"] == [{"pointer": "", "detail": told["detail"], "code": "field.value"}]


@pytest.mark.parametrize("levels", [33, 900, 5_000, 100_000])
def test_deep_body_is_refused(editor: Client, levels: int) -> None:
    for body in (b"[" * levels, b"[" * levels + b"]" * levels, b'{"a":' * levels):
        status, told = refused(editor, body)
        assert status == 400
        assert told["code"] == "json.too_deep" or (levels < 1_000 and told["code"] == "json.syntax")


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "windows-1252", "nonsense"])
def test_charset_is_utf8(editor: Client, charset: str) -> None:
    status, told = refused(editor, b'{"text": "ab"}', f"application/json; charset={charset}")
    assert (status, told["code"]) == (400, "json.encoding")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_charset_may_say_so(editor: Client, charset: str) -> None:
    _, told = refused(editor, b"{}", f"application/json; charset={charset}")
    assert told["pointer"] == "/text"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip", "nonsense"])
def test_compressed_body_is_refused(editor: Client, coding: str) -> None:
    body = gzip.compress(b'{"text": "ab"}')
    status, told = refused(editor, body, coding=coding)
    assert (status, told["code"]) == (415, "request.content_encoding")


@pytest.mark.parametrize("kind", ["text/csv", "multipart/form-data; boundary=x", "text/json", "x"])
def test_other_formats_are_refused(editor: Client, kind: str) -> None:
    status, told = refused(editor, b'{"text": "ab"}', kind)
    assert (status, told["code"]) == (415, "request.media_type")


def test_body_without_a_length_is_refused(editor: Client) -> None:
    answer = editor.post(
        URL,
        b"",
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
    )
    assert (answer.status_code, answer.json()["code"]) == (411, "request.length_required")


def test_body_over_the_limit_is_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.api.ArticlesView.body_limit_bytes", 1_000)
    fits = json.dumps({"nothing": "a" * 980}, separators=(",", ":")).encode()
    assert len(fits) < 1_000
    assert refused(editor, fits)[1]["code"] == "field.unknown"
    status, told = refused(editor, fits.ljust(1_001))
    assert (status, told["code"]) == (413, "request.too_large")
    assert "1000 are taken" in told["detail"]


def test_articles_may_be_as_large_as_anything_here(editor: Client) -> None:
    largest = b'{"nothing": 1}'.ljust(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert refused(editor, largest)[1]["code"] == "field.unknown"
    assert refused(editor, largest + b" ")[0] == 413
