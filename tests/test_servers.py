"""The plugin that gives the tests their servers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from config.run.locks import FileLock
from config.run.places import ROOT
from config.run.servers import DATABASE_URL, REDIS_URL
from tests.config.run.product import left_in, names_of, processes_of
from tests.servers import OURS, _clean_up


def _start(test: str, *options: str) -> "subprocess.Popen[bytes]":
    ours = {DATABASE_URL, REDIS_URL, OURS, "VAR_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test, *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def _folder(process: "subprocess.Popen[bytes]") -> Path:
    (folder,) = _folders(process, 1)
    return folder


def _folders(process: "subprocess.Popen[bytes]", count: int) -> list[Path]:
    """Return the folders where this run has a database running, as soon as there are so many."""
    deadline = time.monotonic() + 180
    while True:
        run = [psutil.Process(process.pid), *psutil.Process(process.pid).children()]
        found = [path for each in run for path in (ROOT / "var" / "test").glob(f"{each.pid}-*")]
        running = [path for path in found if names_of(path) >= {"postgres"}]
        if len(running) == count:
            return running
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)


def _wait_until_clean(folder: Path) -> None:
    # Another run of the tests may be at the same cleaning: whoever comes second finds it done.
    until = time.monotonic() + 60
    while folder.exists() and time.monotonic() < until:
        _clean_up(folder / "run.lock")
        psutil.wait_procs(processes_of(folder), timeout=1)
    assert left_in(folder) == []
    assert not folder.exists()


def test_a_run_that_is_told_to_end_stops_its_servers() -> None:
    process = _start("tests/agreements/management/commands/test_create_editor.py")
    folder = _folder(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(180) == 2  # pytest's code for a run that was interrupted
    assert left_in(folder) == []
    assert not folder.exists()


def test_what_a_killed_run_left_is_cleaned_up_and_what_runs_is_not() -> None:
    process = _start("tests/agreements/management/commands/test_create_editor.py")
    folder = _folder(process)
    _clean_up(folder / "run.lock")
    assert processes_of(folder)
    process.kill()
    process.wait()
    _wait_until_clean(folder)


def test_pure_tests_start_no_server() -> None:
    process = _start("tests/config/test_env.py")
    assert process.wait(180) == 0
    assert not list((ROOT / "var" / "test").glob(f"{process.pid}-*"))


def test_processes_that_share_the_tests_have_a_database_each() -> None:
    process = _start("tests/agreements/management/commands/test_create_editor.py", "-n", "2")
    folders = _folders(process, 2)
    assert process.wait(180) == 0
    assert not any(folder.exists() for folder in folders)


def test_a_lock_is_free_when_its_holder_is_gone(tmp_path: Path) -> None:
    with FileLock(tmp_path / "x.lock") as first, FileLock(tmp_path / "x.lock") as second:
        assert first.take()
        assert not second.take()
        first.release()
        assert second.take()
