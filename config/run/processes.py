"""Child processes: started, recorded, stopped, and found again after their parent was killed."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from config.run.places import CannotRunError, write_private

Process = subprocess.Popen[bytes]

# Set when a signal asks this whole process to stop; it ends any wait for a child to be ready.
stopping = threading.Event()

MARK: Final = "ACCORD_ATLAS_CHILD"
_CLOCK_SLACK_SECONDS: Final = 2.0


class StoppedError(Exception):
    """A signal asked us to stop while we were still starting."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a child becomes; None leaves it who we are."""

    user: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A command line and all it needs; `stop_signals` are (signal, seconds), gentlest first."""

    name: str
    command: Sequence[str]
    log: Path
    folder: Path
    environment: Mapping[str, str]
    stop_signals: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 10.0),)
    identity: Identity = Identity()


def start(program: Program) -> Process:
    """Start the program in a session of its own, so that Ctrl-C reaches its parent only."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603  our own programs
            list(program.command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=program.folder,
            env=dict(program.environment),
            start_new_session=True,
            user=program.identity.user,
            group=program.identity.group,
            extra_groups=None if program.identity.user is None else [],
        )


def stop(process: Process, program: Program) -> None:
    """End the process with the gentlest signal that works, and whatever it left in its session."""
    for number, seconds in program.stop_signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    _kill_group(process.pid)
    process.wait()


def wait_until(
    ready: Callable[[], bool], process: Process, program: Program, seconds: float
) -> None:
    """Return when the program is ready.

    Raises CannotRunError when it ends before or is late, StoppedError when `stopping` is set.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise CannotRunError(f"{program.name} ended while it started: {last_line(program.log)}")
        if time.monotonic() > deadline:
            raise CannotRunError(
                f"{program.name} was not ready after {seconds:.0f} s: see {program.log}."
            )
        if stopping.wait(0.02):
            raise StoppedError


def last_line(log: Path) -> str:
    """Return the last words of a log, for the sentence that tells of a failure."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4000))
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    return f"{lines[-1].strip()} (see {log})" if lines else f"it said nothing in {log}."


def record(process: Process, folder: Path, name: str) -> None:
    """Write down who the child is, so that a later start can end it should its parent be killed."""
    with contextlib.suppress(psutil.NoSuchProcess):
        started = psutil.Process(process.pid).create_time()
        write_private(folder / f"{name}.json", json.dumps({"pid": process.pid, "started": started}))


def recorded_leftovers(folder: Path, mark: str) -> list[psutil.Process]:
    """Return the recorded children that live on, and their children; each proven to be ours."""
    found: dict[int, psutil.Process] = {}
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            entry = json.loads(path.read_text(encoding="utf-8"))
            found |= {
                each.pid: each
                for each in _session(int(entry["pid"]), float(entry["started"]), mark)
            }
        path.unlink(missing_ok=True)
    return list(found.values())


def servers_in(folder: Path, program: str) -> list[psutil.Process]:
    """Return the processes of a server program whose working folder is the data folder given."""
    found = []
    for process in psutil.process_iter(["name", "cwd"]):
        name, cwd = process.info["name"] or "", process.info["cwd"]
        if name.startswith(program) and cwd and Path(cwd) == folder.resolve():
            found.append(process)
    return found


def end(processes: Sequence[psutil.Process], number: signal.Signals, seconds: float) -> None:
    """Ask the parents among them to end, wait for all, and kill those that would not."""
    pids = {process.pid for process in processes}
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.ppid() not in pids:
                process.send_signal(number)
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5.0)


def _session(leader: int, started: float, mark: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            is_leader = (
                process.pid == leader
                and abs(process.create_time() - started) < _CLOCK_SLACK_SECONDS
            )
            if is_leader or (
                os.getsid(process.pid) == leader and process.environ().get(MARK) == mark
            ):
                yield process


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
