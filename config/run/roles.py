"""The programs of the product itself: web, two kinds of worker, sweeper and beat."""

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
_CELERY: Final = (_PYTHON, "-m", "celery", "-A", "config", "--quiet")
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


def reader(var: Path, mark: str) -> Role:
    """Return the worker that reads, in processes; at its end tasks have 25 s (config.celery)."""
    number = str(env.integer("WORKERS", 2, lowest=1, highest=64))
    return _worker(
        "Celery worker", "worker", ("read", "default"), ("--concurrency", number), var, mark
    )


def fetcher(var: Path, mark: str) -> Role:
    """Return the worker that waits for others' servers: in threads, so that many may be slow."""
    pool = ("--pool", "threads", "--concurrency", "8")
    return _worker("Celery fetcher", "fetcher", ("fetch", "webhook"), pool, var, mark)


def sweeper(var: Path, mark: str) -> Role:
    """Return what rings again for work that the broker has lost."""
    command = [_PYTHON, "manage.py", "sweep"]
    program = _program("Sweeper", "sweeper", command, var, mark, 10.0)
    return Role(program, var, lambda begin: b"Sweeping." in _written_since(program.log, begin))


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


def _worker(
    name: str, short: str, queues: Sequence[str], pool: Sequence[str], var: Path, mark: str
) -> Role:
    command = [*_CELERY, "worker", "--queues", ",".join(queues), *pool]
    command += ["--hostname", f"{short}@%h", "--loglevel", "INFO"]
    command += ["--without-mingle", "--without-gossip"]
    program = _program(name, short, command, var, mark, 30.0)
    return Role(program, var, lambda begin: b" ready." in _written_since(program.log, begin))


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
