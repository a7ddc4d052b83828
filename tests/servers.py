"""A pytest plugin: PostgreSQL and Valkey for the tests, started when the first test needs them.

Where tests run in several processes at once, each has servers of its own.
"""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Final

import pytest

from config.run.locks import FileLock
from config.run.places import ROOT, CannotRunError
from config.run.postgres import PostgresServer
from config.run.servers import DATABASE_URL, REDIS_URL, Server, end_leftovers
from config.run.valkey import ValkeyServer

# Names the variables that the process which deals out the tests has set for itself.
OURS: Final = "TEST_SERVERS"
_SECRET_KEY: Final = "only-for-tests-" + "0123456789" * 5
_FOLDER: Final = pytest.StashKey[Path]()
_LOCK: Final = pytest.StashKey[FileLock]()
_SERVERS: Final = pytest.StashKey[dict[str, Server]]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Set the environment before pytest-django reads the settings; no server runs yet."""
    # As Ctrl-C does: the run ends, and its servers with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name in os.environ.pop(OURS, "").split():
        del os.environ[name]
    folder, lock = _fresh_folder()
    early_config.stash[_FOLDER] = folder
    early_config.stash[_LOCK] = lock
    servers: dict[str, Server] = {}
    if not os.environ.get(DATABASE_URL):
        servers[DATABASE_URL] = PostgresServer(folder, fast=True)
    if not os.environ.get(REDIS_URL):
        servers[REDIS_URL] = ValkeyServer(folder)
    early_config.stash[_SERVERS] = servers
    os.environ |= {name: server.url for name, server in servers.items()}
    os.environ[OURS] = " ".join(servers)
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("SECRET_KEY", _SECRET_KEY)
    # No host here needs a rest: who tests manners sets it.
    os.environ.setdefault("FETCH_PAUSE_SECONDS", "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove what the run wrote."""
    for server in config.stash.get(_SERVERS, {}).values():
        server.stop()
    if folder := config.stash.get(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)
        config.stash[_LOCK].release()


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> None:
    """Have PostgreSQL and Valkey run from here to the end of the tests."""
    for server in pytestconfig.stash[_SERVERS].values():
        server.start()


def _fresh_folder() -> tuple[Path, FileLock]:
    """Return a data folder for this run alone, since two may run at once, and its lock."""
    parent = ROOT / "var" / "test"
    built = parent / "built"  # shared by all runs: cutting the fonts takes seconds
    built.mkdir(parents=True, exist_ok=True)
    with FileLock(parent / "clean.lock") as cleaning:
        cleaning.wait(60)
        for left in parent.glob("*/run.lock"):
            _clean_up(left)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=parent))
        lock = FileLock(folder / "run.lock")
        lock.take()
    (folder / "static").mkdir()
    (folder / "built").symlink_to(built)
    return folder, lock


def _clean_up(path: Path) -> None:
    """Remove what a killed run left, servers and all: its lock is free."""
    with contextlib.suppress(CannotRunError), FileLock(path) as lock:  # it may end just now
        if lock.take():
            end_leftovers(path.parent)
            shutil.rmtree(path.parent, ignore_errors=True)
