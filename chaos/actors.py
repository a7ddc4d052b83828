"""The product's processes as a fault sees them: with children, started again when they die."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import psutil

from config.run import processes
from config.run.places import ROOT
from config.run.processes import Process, Program

_PYTHON: Final = sys.executable
_CELERY: Final = (_PYTHON, "-m", "celery", "-A", "chaos.inside", "worker")
_LOOK_SECONDS: Final = 0.2
_READY_SECONDS: Final = 120.0
_THREADS: Final = ("--pool", "threads", "--concurrency", "8")


class Actor:
    """A process of the product. While it is `wanted`, the keeper starts it again when it dies."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str]
    ) -> None:
        """Take what it is; nothing is started yet."""
        self.name = name
        self.wanted = False
        self._begin = 0
        self.process: Process | None = None
        told = dict(env) | {"REMAP_SIGTERM": "SIGQUIT", "PYTHONUNBUFFERED": "1"}
        stops = ((signal.SIGTERM, 15.0),)
        self._program = Program(name, command, log / f"{name}.log", ROOT, told, stops)

    def launch(self) -> None:
        """Start it, and want it from now on."""
        log = self._program.log
        self._begin = log.stat().st_size if log.exists() else 0
        self.process = processes.start(self._program)
        # Not sooner: the keeper would start a second one.
        self.wanted = True

    def is_alive(self) -> bool:
        """Say whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[psutil.Process]:
        """Return the children that it has now."""
        if self.process is None:
            return []
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the process and then to its children."""
        children = self.children()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.send_signal(number)

    def stop(self) -> None:
        """Stop it gently, and want it no more."""
        self.wanted = False
        if self.process is not None:
            processes.stop(self.process, self._program)

    def has_written(self, words: bytes) -> bool:
        """Say whether its log has these words since its last start."""
        with self._program.log.open("rb") as log:
            log.seek(self._begin)
            return words in log.read()

    def wait_for(self, words: bytes) -> None:
        """Return when its log has the words since its last start."""
        process = self.process
        if process is not None:
            processes.wait_until(
                lambda: self.has_written(words), process, self._program, _READY_SECONDS
            )


class Keeper:
    """Starts again what died and is wanted, as the product's supervisor does."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Look after these."""
        self._actors = actors
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more, so that what is stopped stays so."""
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            for actor in self._actors:
                if not actor.wanted or actor.is_alive():
                    continue
                time.sleep(_LOOK_SECONDS)
                if actor.wanted:
                    actor.launch()


def web(
    port: int, log: Path, env: Mapping[str, str], *, name: str = "web", workers: int = 2
) -> Actor:
    """Return a web server, as `make run` starts it."""
    command = [_PYTHON, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", "4"]
    command += ["--graceful-timeout", "10", "--timeout", "60", "--no-control-socket"]
    return Actor(name, command, log, env)


def reader(name: str, number: int, log: Path, env: Mapping[str, str]) -> Actor:
    """Return a worker that reads, in processes."""
    return _worker(name, "read,default", ("--concurrency", str(number)), log, env)


def fetcher(name: str, log: Path, env: Mapping[str, str]) -> Actor:
    """Return a worker that fetches, in threads."""
    return _worker(name, "fetch,webhook", _THREADS, log, env)


def sweeper(name: str, log: Path, env: Mapping[str, str]) -> Actor:
    """Return a sweeper."""
    return Actor(name, [_PYTHON, "-m", "chaos.inside", "sweep"], log, env)


def beat(name: str, log: Path, env: Mapping[str, str]) -> Actor:
    """Return a clock."""
    kept = str(log / f"{name}-schedule")
    command = [*_CELERY[:-1], "beat", "--schedule", kept, "--pidfile", "", "--loglevel", "INFO"]
    return Actor(name, command, log, env)


def _worker(
    name: str, queues: str, pool: Sequence[str], log: Path, env: Mapping[str, str]
) -> Actor:
    command = [*_CELERY, "--queues", queues, *pool, "--hostname", f"{name}@%h"]
    command += ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    return Actor(name, command, log, env)


def ours(mark: str) -> list[psutil.Process]:
    """Return the processes that have our mark, whoever their parent is; not this one."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(processes.MARK) == mark:
                found.append(process)
    return found
