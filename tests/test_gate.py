"""The gate runs the tests beside the other checks, and is heard as if one came after another."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from config.run.places import ROOT
from tests import gate

# Each waits for the other, so that neither ends unless both run at once.
_MEET: Final = """
import sys, time
from pathlib import Path
mine, other, code = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("begun", mine.name, flush=True)
mine.touch()
until = time.monotonic() + 60
while not other.exists():
    assert time.monotonic() < until
    time.sleep(0.01)
print("ended", mine.name, flush=True)
sys.exit(code)
"""
_GATE: Final = """
import os, signal, sys
from tests import gate
signal.signal(signal.SIGTERM, gate.leave)
sleep = [sys.executable, "-c", "import time; print('asleep', flush=True); time.sleep(600)"]
gate.run([("Lint", sleep)], os.environ, sleep, os.environ)
"""


@pytest.mark.parametrize(
    ("lint", "tests", "failed"),
    [(0, 0, []), (1, 0, ["Lint"]), (0, 2, ["Tests"]), (1, 2, ["Lint", "Tests"])],
)
def test_tests_run_beside_a_check_and_are_heard_after_it(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, lint: int, tests: int, failed: list[str]
) -> None:
    def meet(mine: str, other: str, code: int) -> list[str]:
        return [sys.executable, "-c", _MEET, str(tmp_path / mine), str(tmp_path / other), f"{code}"]

    checks = [("Lint", meet("lint", "tests", lint))]
    assert gate.run(checks, os.environ, meet("tests", "lint", tests), os.environ) == failed
    said = [line for line in capfd.readouterr().out.splitlines() if " in " not in line]
    assert said == ["== Lint", "begun lint", "ended lint", "== Tests", "begun tests", "ended tests"]


def test_told_to_end_it_leaves_neither_behind() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _GATE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "asleep\n":
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
        # The end of the pipe: no check holds it any more.
        assert process.stdout.read() == ""
