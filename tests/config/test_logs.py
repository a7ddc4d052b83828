"""What is logged: one line an event, for people or programs, and no secrets in either."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from config import logs, request_ids
from config.logs import JsonFormatter, LineFormatter
from ingest import pipeline
from ingest.logged import about
from tests.ingest.articles import hand_in

KEY = "atlas_0123456789_" + "aB3" * 12 + "xY"


@pytest.fixture
def request_id() -> Iterator[str]:
    token = request_ids._current.set("req-7")
    yield "req-7"
    request_ids._current.reset(token)


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("ingest.pipeline", logging.WARNING, "f.py", 1, message, args, None)
    made.created, made.msecs = 1793000000.25, 250.0
    made.__dict__.update(more)
    return made


def as_json(made: logging.LogRecord) -> dict[str, Any]:
    line = JsonFormatter().format(made)
    assert "\n" not in line
    told = json.loads(line)
    assert isinstance(told, dict)
    return told


def failed() -> logging.LogRecord:
    made = record("failed")
    try:
        int("bad\nthing")
    except ValueError:
        made.exc_info = sys.exc_info()
    return made


def test_a_line_of_json_says_when_how_grave_who_and_about_what(request_id: str) -> None:
    with about(article=5, job=7):
        told = as_json(record("%s of %d", "two", 3))
    told.pop("process")
    assert told == {
        "time": "2026-10-26T07:33:20.250Z",
        "level": "WARNING",
        "logger": "ingest.pipeline",
        "message": "two of 3",
        "request_id": request_id,
        "article_id": 5,
        "job_id": 7,
    }


def test_a_line_for_people_says_the_same(request_id: str) -> None:
    with about(source=4):
        written = LineFormatter().format(record("polled"))
    assert written == (
        "2026-10-26T07:33:20.250Z WARNING ingest.pipeline [req-7 source_id=4] polled"
    )
    assert " [req-7] " in LineFormatter().format(record("polled"))


def test_ids_end_with_the_work_and_inner_work_adds_its_own() -> None:
    with about(source=4):
        with about(article=5):
            assert {"source_id", "article_id"} <= set(as_json(record("x")))
        assert "article_id" not in as_json(record("x"))
    assert "source_id" not in as_json(record("x"))


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028", "\x1b[2J", "\0"])
def test_what_others_wrote_forges_no_line(end: str) -> None:
    forged = f"title{end}2026-10-26 ERROR root [-] all is lost"
    assert len(LineFormatter().format(record("%s", forged)).splitlines()) == 1
    assert as_json(record("%s", forged))["message"] == forged


def test_a_traceback_is_one_field_of_json_and_lines_for_people() -> None:
    told = as_json(failed())
    assert told["message"] == "failed"
    assert told["exception"].splitlines()[-1].startswith("ValueError: ")
    assert "\nValueError: " in LineFormatter().format(failed())


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        (f"key {KEY} seen", KEY),
        (f"headers {{'Authorization': 'Bearer {KEY}'}}", KEY),
        ("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("sent with bearer abcdef.ghijkl-12", "abcdef.ghijkl-12"),
        ("{'Cookie': 'sessionid=s3cr3t; csrftoken=t0k3n'}", "s3cr3t"),
        ("Set-Cookie: csrftoken=t0k3n; Path=/", "t0k3n"),
        ("sessionid=s3cr3t", "s3cr3t"),
        ("no answer of postgresql://atlas:pass-w0rd@db:5432/atlas", "pass-w0rd"),
        ("no answer of redis://:pass-w0rd@valkey:6379/0", "pass-w0rd"),
    ],
)
@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()])
def test_no_secret_is_written(formatter: logging.Formatter, written: str, secret: str) -> None:
    assert secret not in formatter.format(record("%s", written))
    assert secret not in formatter.format(record("failed", exc_text=f"Error: {written}"))
    assert "[left out]" in formatter.format(record("%s", written))


@pytest.mark.parametrize(
    "harmless", ["a basic law", "https://example.org:8000/a@b", "A bearer of arms", "cookie law"]
)
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert as_json(record("%s", harmless))["message"] == harmless


def test_a_record_whose_parts_do_not_fit_is_not_lost() -> None:
    assert as_json(record("%d articles", "many"))["message"] == "%d articles ('many',)"


@pytest.mark.django_db
def test_a_step_of_an_article_is_logged_with_its_ids() -> None:
    article = hand_in().article
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("ingest.pipeline")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    try:
        pipeline.run(article.pk)
    finally:
        logger.removeHandler(handler)
        logger.setLevel("NOTSET")
    (told,) = [json.loads(line) for line in written.getvalue().splitlines()]
    assert told["message"] == "read: done"
    assert (told["article_id"], told["job_id"]) == (article.pk, article.job.pk)


def test_settings_choose_the_form() -> None:
    for form in logs.FORMATS:
        made = logs.settings(form, "INFO")
        assert made["handlers"]["stderr"]["formatter"] == form
        assert form in made["formatters"]
