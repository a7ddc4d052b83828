"""The product as a user starts it: a process with a data folder, and what it has said so far."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from config.run.places import ROOT
from config.run.ports import ReservedPort
from tests.fonts import BUILT


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return this process's environment with other data and, unless given, no servers named."""
    ours = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "VAR_DIR", "PORT", "HOST"}
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    return rest | {"VAR_DIR": str(var)} | more


def free_port() -> int:
    """Return a port that nobody listens at."""
    with ReservedPort() as port:
        return port.number


def manage(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py to its end."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def processes_of(var: Path) -> list[psutil.Process]:
    """Return the living processes that belong to a data folder."""
    return [each for each in psutil.process_iter() if _belongs(each, var)]


def left_in(var: Path) -> list[psutil.Process]:
    """Return the processes of a data folder that do not end; one just killed needs a moment."""
    _, left = psutil.wait_procs(processes_of(var), timeout=10)
    return left


def names_of(var: Path) -> set[str]:
    """Name the living processes that belong to a data folder; one may end while it is asked."""
    names = set()
    for each in processes_of(var):
        with suppress(psutil.NoSuchProcess):
            names.add(each.name())
    return names


def _belongs(process: psutil.Process, var: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
            return False
        if str(process.cwd()).startswith(f"{var}/") or str(var) in " ".join(process.cmdline()):
            return True
        return process.environ().get("VAR_DIR") == str(var)
    except psutil.Error:
        return False


class Product:
    """`python -m config.run` in a process of its own."""

    def __init__(self, var: Path, port: int, *command: str, **more: str) -> None:
        """Start it."""
        self.port = port
        self.said = ""
        self.process = subprocess.Popen(
            command or (sys.executable, "-m", "config.run"),
            cwd=ROOT,
            env=environment(var, **{"PORT": str(port)} | more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()

    def wait_for(self, words: str, seconds: float = 180) -> None:
        """Return once it has said the words."""
        deadline = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < deadline, f"never said {words!r}, only:\n{self.said}"
            assert self._reader.is_alive() or words in self.said, (
                f"ended, having said:\n{self.said}"
            )
            time.sleep(0.05)

    def status_of(self, path: str) -> int:
        """Ask its web server for a page and return the status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self, number: signal.Signals) -> int:
        """Send the signal, wait for the end and return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(120)
        self._reader.join(60)
        if self.process.stdout and not self._reader.is_alive():
            self.process.stdout.close()
        return code

    def _listen(self) -> None:
        if self.process.stdout:
            for line in iter(self.process.stdout.readline, ""):
                self.said += line


def end_all(processes: Sequence[psutil.Process]) -> None:
    """Kill what a failed test would leave behind."""
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=10)


def fresh_var(folder: Path) -> Iterator[Path]:
    """Yield a data folder whose fonts are cut already, and end all that uses it."""
    var = folder / "var"
    var.mkdir()
    BUILT.mkdir(parents=True, exist_ok=True)
    (var / "built").symlink_to(BUILT)
    yield var
    end_all(processes_of(var))
