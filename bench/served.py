"""Web servers as they are run, asked over loopback: what all their processes use for an answer."""

import http.client
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil
import redis
from django.conf import settings
from django.db import connection

from bench.asking import AnswerError
from bench.meter import Cost
from config.run import processes, roles
from config.run.places import ROOT
from config.run.ports import LOOPBACK, ReservedPort
from config.run.processes import Program
from config.run.servers import DATABASE_URL, child_mark

_PATIENCE_SECONDS: Final = 60.0
# A server has come to rest when it uses less than so much in such a while.
_LOOK_SECONDS: Final = 0.5
_REST_MS: Final = 25.0
_OK: Final = 200
_CONNECTED: Final = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Site:
    """A web server that runs, asked over one connection that is kept open."""

    def __init__(self, port: int, pid: int) -> None:
        """Connect at the first question."""
        self.pid = pid
        self._line = http.client.HTTPConnection(LOOPBACK, port, timeout=_PATIENCE_SECONDS)

    def get(self, path: str) -> bytes:
        """Ask for a page and read all of it."""
        try:
            return self._ask(path)
        except (http.client.RemoteDisconnected, ConnectionError):
            # A server ends a connection that rested.
            self._line.close()
            return self._ask(path)

    def close(self) -> None:
        """Leave."""
        self._line.close()

    def many(self, path: str, times: int) -> None:
        """Ask for the same so many times."""
        for _ in range(times):
            self.get(path)

    def _ask(self, path: str) -> bytes:
        self._line.request("GET", path)
        answer = self._line.getresponse()
        body = answer.read()
        if answer.status != _OK:
            raise AnswerError(f"{path} answered {answer.status}: {body[:500]!r}")
        return body


@contextmanager
def product() -> Iterator[Site]:
    """Have the product served as `make run` serves it, over the database that is asked just now."""
    var, before = Path(settings.VAR_DIR), dict(os.environ)
    os.environ[DATABASE_URL] = address()
    os.environ["API_LIMIT_ANONYMOUS"] = str(settings.API_LIMIT_ANONYMOUS)
    os.environ["SECRET_KEY"] = settings.SECRET_KEY
    try:
        role = roles.web(var, LOOPBACK, port := _port(), child_mark(var))
    finally:
        os.environ.clear()
        os.environ.update(before)
    try:
        role.start()
        with closing(Site(port, role.process.pid if role.process else 0)) as site:
            yield site
    finally:
        role.stop()


@contextmanager
def datasette(copy: Path) -> Iterator[Site]:
    """Have Datasette served by its own command."""
    port = _port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(copy)]
    command += ["--host", LOOPBACK, "--port", str(port), "--setting", "sql_time_limit_ms", "20000"]
    log = Path(settings.VAR_DIR) / "log" / "datasette.log"
    program = Program("Datasette", command, log, ROOT, os.environ)
    process = processes.start(program)
    try:
        ready = lambda: roles.answers(LOOPBACK, port)  # noqa: E731  read once, here
        processes.wait_until(ready, process, program, _PATIENCE_SECONDS)
        with closing(Site(port, process.pid)) as site:
            yield site
    finally:
        processes.stop(process, program)


class ServedMeter:
    """Measures calls by what web servers, PostgreSQL and Valkey use meanwhile, all threads.

    What asks is left out: it is the same for all. Where the kernel does not tell, the clock on the
    wall stands for all of it (`is_exact` is false).
    """

    def __init__(self, sites: Sequence[Site]) -> None:
        """Know the web servers by their first processes."""
        self._sites = sites
        self.is_exact = _used([os.getpid()]) > 0

    def measure(self, call: Callable[[], object]) -> Cost:
        """Carry out a call and return what it cost."""
        web, databases = self._web(), self._databases()
        before, stored, began = _used(web), _used(databases), time.perf_counter()
        call()
        passed = 1000 * (time.perf_counter() - began)
        if not self.is_exact:
            return Cost(passed, 0.0, passed)
        return Cost(_used(web) - before, _used(databases) - stored, passed)

    def rest(self) -> None:
        """Return when the servers have nothing left to do of what they do at their start."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            cost = self.measure(lambda: time.sleep(_LOOK_SECONDS))
            if cost.cpu < _REST_MS or not self.is_exact:
                return

    def _web(self) -> list[int]:
        roots = [psutil.Process(site.pid) for site in self._sites]
        return [each.pid for root in roots for each in (root, *root.children(recursive=True))]

    def _databases(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(_CONNECTED)
            found = [pid for (pid,) in cursor.fetchall()]
        with redis.Redis.from_url(settings.REDIS_URL) as valkey:
            return [*found, int(valkey.info("server")["process_id"])]


def _used(pids: Sequence[int], proc: Path = Path("/proc")) -> float:
    """Return the milliseconds that all threads of these have been on a processor."""
    used = 0
    for pid in pids:
        for path in (proc / str(pid) / "task").glob("*/schedstat"):
            with suppress(OSError):  # it has ended just now
                used += int(path.read_text("ascii").split()[0])
    return used / 1e6


def _port() -> int:
    with ReservedPort() as port:
        return port.number


def address() -> str:
    """Return where the database is that is asked just now."""
    held = connection.settings_dict
    user, password = quote(held["USER"], safe=""), quote(held["PASSWORD"], safe="")
    place = f"{held['HOST']}:{held['PORT']}"
    return f"postgresql://{user}:{password}@{place}/{quote(held['NAME'], safe='')}"
