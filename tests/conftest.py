"""Fixtures for every test: the servers, a browser, a Celery worker."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from config.run import processes
from config.run.places import ROOT, var_folder
from config.run.processes import Process, Program
from tests.browser import arguments, set_up_browser, watch
from tests.fonts import cut_fonts
from tests.live import all_answered

# Milliseconds.
_PATIENCE: Final = 30_000
_LONGEST: Final = {
    "tests/chaos/test_quick.py",
    "tests/config/run/test_supervisor.py",
    "tests/test_spine.py",
    "tests/bench/test_ratios.py",
    "tests/agreements/pages/test_fifty_by_keys.py",
    "tests/agreements/api/test_decisions_at_once.py",
    "tests/agreements/api/test_fuzz.py",
    "tests/agreements/pages/test_in_browser.py",
    "tests/agreements/pages/test_many_at_once.py",
    "tests/agreements/pages/test_panels_in_browser.py",
    "tests/bench/test_bench.py",
    "tests/ingest/test_crashes.py",
    "tests/ingest/test_jobs_as_a_machine.py",
    "tests/ingest/test_several_hosts.py",
    "tests/ingest/test_tasks.py",
}
_PLAIN_FILES: Final = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def pytest_collection() -> None:
    """Look for no garbage while the thousands of tests are brought together."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: begun last, one keeps a process at work after all others ended."""
    items.sort(key=lambda item: item.location[0] not in _LONGEST)


def pytest_collection_finish() -> None:
    """Look for garbage again, but never through those thousands: it is a tenth of all the time."""
    gc.enable()
    gc.freeze()
    # And a hundredth as often: at Python's own 700 it is another tenth.
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None) -> None:
    """Start the servers when pytest-django is about to make the test database.

    Who waits in it is more patient than the product: a machine with other work must fail no test.
    """
    settings.DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 30,
        "options": "-c statement_timeout=120000 -c lock_timeout=60000"
        " -c idle_in_transaction_session_timeout=600000 -c timezone=UTC",
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test database, and end who is still there before it is dropped.

    The live server's threads let go of it a moment after the browser is gone, not at once. What
    PostgreSQL does there on its own account may not be ended by us, and gives way by itself.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Serve static files from where they stand, since nothing collects them for tests."""
    with override_settings(STORAGES=_PLAIN_FILES):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Keep passwords in a way that takes no time: hundreds of tests have an editor with one."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_editor_is_enough() -> Iterator[None]:
    """Let each editor publish alone and deal nothing again: who tests that switches it on."""
    with override_settings(FOUR_EYES_RULES={}, REDEAL_PERCENT=0):
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_asks_too_much() -> Iterator[None]:
    """Count no requests: who tests the limits sets them."""
    with override_settings(API_LIMIT_ANONYMOUS=0, API_LIMIT_KEY=0):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome, with the fonts cut."""
    cut_fonts()
    _as_collected("fonts")
    # Playwright keeps an event loop in this thread, and Django takes its queries for async ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = set_up_browser()
    # Costs nothing where all is well; a machine with other work may take longer than usual.
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(arguments()))


@pytest.fixture(autouse=True)
def answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the live server answer what pages have asked before the database is emptied."""
    if "live_server" in request.fixturenames:
        with all_answered():
            yield
    else:
        yield


@pytest.fixture
def browser_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page at the live server; errors in its console and requests elsewhere fail the test."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    problems = watch(page, live_server.url)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[Process]:
    """A real Celery worker at the test database and broker, ready for tasks, for one test alone."""
    yield from _working()


@pytest.fixture(scope="module")
def lasting_worker(django_db_setup: None) -> Iterator[Process]:
    """A worker for all tests of a module, which leave nothing for it behind: a start takes long."""
    yield from _working()


def _working() -> Iterator[Process]:
    program = _worker(f"{connection.settings_dict['NAME']}")
    begin = program.log.stat().st_size if program.log.exists() else 0
    process = processes.start(program)
    processes.wait_until(
        lambda: b" ready." in program.log.read_bytes()[begin:], process, program, 180
    )
    yield process
    processes.stop(process, program)


def _as_collected(folder: str) -> None:
    """Have a folder of built files where pages look whether there is one."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    place = settings.STATIC_ROOT / folder
    if not place.exists():
        place.symlink_to(settings.BUILT_DIR / folder)


def _worker(database: str) -> Program:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "prefork"]
    command += ["-c", "1", "--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    log = var_folder() / "log" / "celery_worker.log"
    stops = ((signal.SIGTERM, 10.0),)
    return Program("Celery worker", command, log, ROOT, os.environ | {"DATABASE_URL": url}, stops)
