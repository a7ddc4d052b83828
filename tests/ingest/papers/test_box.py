"""The box: what runs in it may open nothing, know nothing, and take no more than it may."""

import os
import subprocess
import sys

import pytest

from ingest import papers
from ingest.papers import BadPaper, box
from ingest.papers.errors import MOST_CHARACTERS
from tests.ingest.papers.files import docx, pdf

# What a parser that was taken over would try.
TRIES = {
    "read a file": "open('/etc/passwd')",
    "write a file": "open('/tmp/out', 'w')",
    "connect": "socket.create_connection(('127.0.0.1', 9), 1)",
    "ask for a name": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "start a program": "subprocess.run(['/bin/true'], stdin=subprocess.PIPE)",
    "raise its limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
}


@pytest.mark.parametrize("code", TRIES.values(), ids=TRIES.keys())
def test_what_is_locked_in_cannot(code: str) -> None:
    if "setrlimit" in code and os.geteuid() == 0:
        pytest.skip("root may raise every limit: the product runs as somebody else")
    program = (
        "import resource, socket, subprocess\n"
        "from ingest.papers.inside import lock_in\n"
        f"lock_in()\ntry:\n    {code}\nexcept (OSError, ValueError):\n    print('could not')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=box._ROOT
    )
    assert ended.stdout == "could not\n"


def test_memory_is_limited() -> None:
    program = (
        "from ingest.papers.inside import lock_in, MEMORY_BYTES\n"
        "lock_in()\ntry:\n    bytearray(MEMORY_BYTES)\nexcept MemoryError:\n    print('could not')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=box._ROOT
    )
    assert ended.stdout == "could not\n"


def test_who_computes_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from ingest.papers import inside\n"
        "inside.CPU_SECONDS = 1\ninside.lock_in()\nwhile True: pass"
    )
    monkeypatch.setattr(box, "_PROGRAM", endless)
    with pytest.raises(BadPaper) as caught:
        papers.read(pdf(["A line."]))
    assert caught.value.code == "too_complex"


def test_who_sleeps_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "_PROGRAM", "import time; time.sleep(600)")
    monkeypatch.setattr(box, "_PATIENCE_SECONDS", 0.5)
    with pytest.raises(BadPaper) as caught:
        papers.read(pdf(["A line."]))
    assert caught.value.code == "too_complex"


def test_no_secret_of_ours_comes_into_the_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    shows = (
        "import json, os; print(json.dumps({'text': ' '.join(os.environ), 'title': os.getcwd()}))"
    )
    monkeypatch.setattr(box, "_PROGRAM", shows)
    told = papers.read(docx("a"))
    assert set(told.text.split()) <= {"PATH", "LANG", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
    assert told.title == "/"


def test_text_that_is_far_too_long_is_refused() -> None:
    line = "<w:p><w:r><w:t>" + "a " * 10_000 + "</w:t></w:r></w:p>"
    with pytest.raises(BadPaper) as caught:
        papers.read(docx(*[line] * 120))
    assert caught.value.code == "too_complex"
    assert MOST_CHARACTERS < 120 * 20_000
