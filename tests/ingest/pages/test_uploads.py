"""Files that nobody should upload: each is refused at its field, and nothing is kept."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from ingest import reception
from ingest.clean import MAX_FILE_BYTES
from ingest.models import Article
from tests.ingest.articles import PACT
from tests.ingest.papers.files import docx, packed, pdf

PATH = "/review/ingest"
FILE = pdf(["Estonia and Japan signed an agreement in Tallinn on 4 March 2026."])
# A file that says of a member that it is of 250 MB.
BOMB = docx("A line.", parts={"b": bytes(77_777)}).replace(
    (77_777).to_bytes(4, "little"), (250_000_000).to_bytes(4, "little")
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>Pact</text></svg>'
HTML = f"<html><body><article><p>{PACT}</p></article></body></html>".encode()
# A PNG of one point whose header says 60,000 by 60,000.
VAST = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0"


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Client]:
    """A client with an editor signed in; files on their way lie in a folder of the test."""
    monkeypatch.setattr(reception, "ring_on_commit", lambda step, numbers: None)
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)):
        yield client
    assert list(tmp_path.iterdir()) == []


def said(desk: Client, name: str, body: bytes, content_type: str = "") -> str:
    """Upload a file that must be refused, and return what is said at its field."""
    kind = content_type or "application/octet-stream"
    response = desk.post(PATH, {"file": SimpleUploadedFile(name, body, kind)})
    assert response.status_code == 422
    assert not Article.objects.exists()
    found = re.search(r'<p class="error" id="file-error">([^<]+)</p>', response.content.decode())
    assert found
    return found[1]


def taken(desk: Client, name: str, body: bytes, content_type: str) -> Article:
    desk.post(PATH, {"file": SimpleUploadedFile(name, body, content_type)})
    return Article.objects.get()


@pytest.mark.parametrize(
    ("name", "body", "content_type", "words"),
    [
        ("a.pdf", FILE + b"%" * MAX_FILE_BYTES, "application/pdf", "20 MB is the most"),
        ("a.txt", b"a " * 1_000_001, "text/plain", "2 MB is the most"),
        ("a.txt", b"", "text/plain", "empty"),
        ("a.pdf", b"", "application/pdf", "something else"),
        ("a.docx", BOMB, "", "far more than any article"),
        ("a.docx", packed(dict.fromkeys(map(str, range(2_500)), b"")), "", "far more than any"),
        ("a.docx", packed({"word/document.xml": b"", "../../x": b""}), "", "lead out of it"),
        ("a.zip", packed({"0.zip": packed({"a": b"a"})}), "application/zip", "no Word document"),
        ("a.docx", b"PK\x03\x04 and no more", "", "damaged"),
        ("a.pdf", HTML, "application/pdf", "something else"),
        ("a.pdf", HTML, "text/html", "something else than what it is"),
        ("a.pdf", SVG, "", "something else than what it is"),
        ("a.pdf", b"MZ\x90\0 a program", "", "something else than what it is"),
        ("a.pdf.html", HTML, "text/html", "something else than what it is"),
        ("a.txt", FILE, "text/plain", "something else than what it is"),
        ("a", FILE, "text/plain", "it is a PDF file"),
        ("a.docx", FILE, "", "something else than what it is"),
        ("a.svg", SVG, "image/svg+xml", "HTML, plain text, PDF and Word files"),
        ("a.exe", b"MZ\x90\0 a program", "", "a program"),
        ("a.png", VAST, "image/png", "HTML, plain text, PDF and Word files"),
        ("a.png", VAST, "", "a picture"),
        ("a.csv", b"," * 1_000_000, "text/csv", "HTML, plain text, PDF and Word files"),
        ("a.csv", b'a,"b\0', "", "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_file_is_refused_with_words_that_help(
    desk: Client, name: str, body: bytes, content_type: str, words: str
) -> None:
    assert words in said(desk, name, body, content_type)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.txt", "x.txt"),
        ("C:\\Users\\me\\x.txt", "x.txt"),
        ("x\u202egnp.txt", "xgnp.txt"),
        ("x\ny.txt", "xy.txt"),
        ("-rf.txt", "-rf.txt"),
        ("CON", "CON"),
        ("a" * 600 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_name_of_a_file_is_only_shown(desk: Client, name: str, shown: str) -> None:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    if "\n" in name:
        head = head.replace(f'filename="{name}"', "filename*=UTF-8''x%0Ay.txt")
    body = f"{head}Content-Type: text/plain\r\n\r\n{PACT}\r\n--x--\r\n"
    desk.generic("POST", PATH, body.encode(), content_type="multipart/form-data; boundary=x")
    assert Article.objects.get().file_name == shown


def test_file_as_large_as_may_be_is_taken(desk: Client) -> None:
    body = FILE + b"%" * (MAX_FILE_BYTES - len(FILE))
    assert bytes(taken(desk, "a.pdf", body, "application/pdf").body) == body


def test_two_gigabytes_are_not_even_read(desk: Client) -> None:
    response = desk.generic(
        "POST", PATH, b"", content_type=MULTIPART_CONTENT, CONTENT_LENGTH="2147483648"
    )
    assert response.status_code == 413


def test_file_without_a_length_is_not_read(desk: Client) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    response = desk.generic(
        "POST", PATH, b"", content_type=MULTIPART_CONTENT, headers=chunked, CONTENT_LENGTH=""
    )
    assert response.status_code == 411


FILES = {f"file{n}": SimpleUploadedFile("a.txt", b"a") for n in range(6)}
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (encode_multipart(BOUNDARY, FILES), BOUNDARY),
        (PART * 3_001, "x"),
        (PART + b"a", ""),
        (PART + b"a", "x" * 10_000),
        (PART + b"a", "\u00e9"),
        (PART.replace(b'"text"', b'"file"; filename="' + b"a" * 5_000 + b'"') + b"a", "x"),
    ],
    ids=["files", "fields", "no boundary", "long boundary", "odd boundary", "long name"],
)
def test_form_that_makes_no_sense_is_refused(desk: Client, body: bytes, boundary: str) -> None:
    kind = f"multipart/form-data; boundary={boundary}" if boundary else "multipart/form-data"
    response = desk.generic("POST", PATH, body, content_type=kind)
    assert response.status_code in {400, 422}
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "part",
    [
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
        b"--x\r\n\r\na\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\na\r\n--x--\r\n',
    ],
)
def test_part_without_a_name_is_nothing(desk: Client, part: bytes) -> None:
    kind = "multipart/form-data; boundary=x"
    assert desk.generic("POST", PATH, part, content_type=kind).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_same_file_fifty_times_at_once_is_one_article() -> None:
    editor = User.objects.create_user("olena")
    answers: list[tuple[int, str]] = []
    gate = threading.Barrier(5)

    def work() -> None:
        client = Client()
        client.force_login(editor)
        gate.wait(60)
        try:
            for _ in range(10):
                file = SimpleUploadedFile("pact.pdf", FILE, "application/pdf")
                response = client.post(PATH, {"file": file})
                answers.append((response.status_code, response.headers.get("Location", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    article = Article.objects.get()
    assert answers == [(302, f"/review/articles/{article.pk}")] * 50
