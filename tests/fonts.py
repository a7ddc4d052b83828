"""The site's fonts, cut once for all tests: it takes longer than most of them."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

from config.run.locks import FileLock
from config.run.places import ROOT

# Shared by all runs of the tests in this checkout; each run's data folder leads here.
BUILT: Final = ROOT / "var" / "test" / "built"
_PATIENCE_SECONDS: Final = 300


@cache
def cut_fonts() -> Path:
    """Have them cut, unless any run has done so; returns the folder of built files."""
    BUILT.mkdir(parents=True, exist_ok=True)
    with FileLock(BUILT.with_name("built.lock")) as lock:
        lock.wait(_PATIENCE_SECONDS)
        subprocess.run([sys.executable, "manage.py", "build_fonts"], cwd=ROOT, check=True)
    return BUILT
