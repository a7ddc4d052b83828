"""The whole product, killed six times in six ways while 500 articles come in."""

import json
import os
import subprocess
import sys
from pathlib import Path

from config.run.places import ROOT


def test_nothing_is_lost_doubled_made_up_or_stuck(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "chaos", "run", "--articles", "500", "--kills", "6"]
    command += ["--seed", "5", "--profile", "quick", "--report", str(tmp_path)]
    # Not those of the tests.
    here = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "chaos.json").read_text("utf-8"))
    assert told["answered"] == 500
    assert sum(told["faults_done"].values()) == 6
    assert told["counts"]["I1 lost"] == 0
    assert "does not hold" not in (tmp_path / "chaos.html").read_text("utf-8")
