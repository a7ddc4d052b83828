"""A pytest plugin: PostgreSQL and Valkey for the tests, started when the first test needs them."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pytest

from config.run.places import ROOT
from config.run.postgres import PostgresServer
from config.run.servers import DATABASE_URL, REDIS_URL, Server
from config.run.valkey import ValkeyServer

_SECRET_KEY: Final = "only-for-tests-" + "0123456789" * 5
_FOLDER: Final = pytest.StashKey[Path]()
_SERVERS: Final = pytest.StashKey[list[Server]]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Set the environment before pytest-django reads the settings; no server runs yet."""
    folder = _fresh_folder()
    early_config.stash[_FOLDER] = folder
    servers: list[Server] = []
    if not os.environ.get(DATABASE_URL):
        servers.append(PostgresServer(folder, fast=True))
        os.environ[DATABASE_URL] = servers[-1].url
    if not os.environ.get(REDIS_URL):
        servers.append(ValkeyServer(folder))
        os.environ[REDIS_URL] = servers[-1].url
    early_config.stash[_SERVERS] = servers
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("SECRET_KEY", _SECRET_KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove what the run wrote."""
    for server in config.stash.get(_SERVERS, []):
        server.stop()
    if folder := config.stash.get(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> None:
    """Have PostgreSQL and Valkey run from here to the end of the tests."""
    for server in pytestconfig.stash[_SERVERS]:
        server.start()


def _fresh_folder() -> Path:
    """Return a data folder for this run alone, so that two runs at once do not meet."""
    parent = ROOT / "var" / "test"
    built = parent / "built"  # shared by all runs: cutting the fonts takes seconds
    built.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=parent))
    (folder / "static").mkdir()
    (folder / "built").symlink_to(built)
    return folder
