"""What workers and stores use, told from outside."""

import subprocess
import sys

import psutil

from bench.workshop import Memory, _memory, _used

_BURN = "import time\nwhile time.process_time() < 0.2: pass"


def test_what_children_that_have_ended_used_is_counted() -> None:
    own = psutil.Process()
    before = _used([own])
    subprocess.run([sys.executable, "-c", _BURN], check=True)
    assert _used([own]) - before >= 180


def test_who_has_ended_meanwhile_is_left_out() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        told = psutil.Process(process.pid)
        assert _used([told]) >= 0
    assert _used([told]) == 0.0


def test_memory_is_told_with_and_without_what_is_shared() -> None:
    found = _memory(psutil.Process())
    assert found.resident >= found.proportional >= found.own
    assert found.resident > 20
    assert str(Memory(120, 80, 50)) == (
        "120.0 MB resident, 80.0 with its part of what is shared, 50.0 of its own"
    )
