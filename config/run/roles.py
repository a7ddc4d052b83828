"""The three programs of the product itself: web, worker and beat."""

import http.client
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from config import env
from config.run import processes
from config.run.places import ROOT
from config.run.processes import MARK, Process, Program

_PYTHON: Final = sys.executable
_CELERY: Final = (_PYTHON, "-m", "celery", "-A", "config")
_START_SECONDS: Final = 180.0


class Role:
    """One of the programs, as a child with a record that outlives us."""

    def __init__(self, program: Program, var: Path, is_ready: Callable[[int], bool]) -> None:
        """Take the program; `is_ready` is asked with the length of its log at the start."""
        self.process: Process | None = None
        self.name = program.name
        self._program = program
        self._records = var / "run"
        self._is_ready = is_ready
        self._log_begin = 0

    def launch(self) -> None:
        """Start it without waiting; does nothing when it runs."""
        if self.is_alive():
            return
        log = self._program.log
        self._log_begin = log.stat().st_size if log.exists() else 0
        self.process = processes.start(self._program)
        processes.record(self.process, self._records, log.stem)

    def start(self) -> None:
        """Start it unless it was launched; returns when it is ready."""
        self.launch()
        if self.process:
            ready = partial(self._is_ready, self._log_begin)
            processes.wait_until(ready, self.process, self._program, _START_SECONDS)

    def stop(self) -> None:
        """Stop it and forget its record."""
        if self.process:
            processes.stop(self.process, self._program)
        (self._records / f"{self._program.log.stem}.json").unlink(missing_ok=True)

    def kill(self) -> None:
        """End it at once."""
        if self.process and self.process.poll() is None:
            self.process.kill()

    def is_alive(self) -> bool:
        """Say whether its process runs."""
        return self.process is not None and self.process.poll() is None


def web(var: Path, host: str, port: int, mark: str) -> Role:
    """Return the web server: threads, since ASGI costs 1.85 times as much with our views."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [_PYTHON, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--config", "python:config.gunicorn", "--bind", bind]
    command += ["--workers", "2", "--threads", "4"]
    command += ["--graceful-timeout", "10", "--timeout", "60", "--no-control-socket"]
    program = _program("Web server", "web", command, var, mark, 12.0)
    return Role(program, var, lambda _: answers(host, port))


def worker(var: Path, mark: str) -> Role:
    """Return the Celery worker; at its end, running tasks have the 25 s of config.celery."""
    command = [
        *_CELERY,
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        "INFO",
        "--without-mingle",
        "--without-gossip",
    ]
    program = _program("Celery worker", "worker", command, var, mark, 30.0)
    return Role(program, var, lambda begin: b" ready." in _written_since(program.log, begin))


def beat(var: Path, mark: str) -> Role:
    """Return the clock that rings the tasks."""
    schedule = str(var / "run" / "beat-schedule")
    command = [*_CELERY, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"]
    program = _program("Celery beat", "beat", command, var, mark, 5.0)
    return Role(
        program, var, lambda begin: b"beat: Starting..." in _written_since(program.log, begin)
    )


def answers(host: str, port: int) -> bool:
    """Ask the web server whether it lives; any answer but a failure of its own will do."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)
    names = [name for name in env.names("ALLOWED_HOSTS", "localhost") if name != "*"]
    headers = {"Host": (names or ["localhost"])[0].lstrip("."), "X-Forwarded-Proto": "https"}
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _program(
    name: str, short: str, command: Sequence[str], var: Path, mark: str, seconds: float
) -> Program:
    environment = os.environ | {MARK: mark, "REMAP_SIGTERM": "SIGQUIT", "PYTHONUNBUFFERED": "1"}
    stops = ((signal.SIGTERM, seconds),)
    return Program(name, command, var / "log" / f"{short}.log", ROOT, environment, stops)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104  not bound, replaced


def _written_since(log: Path, begin: int) -> bytes:
    with log.open("rb") as file:
        file.seek(begin)
        return file.read(100_000)
