"""The whole product under one foreground process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from config import env
from config.run import ports, processes, roles
from config.run.children import Child
from config.run.logs import rotate_logs
from config.run.outside import check_outside_servers
from config.run.places import FIRST_EDITOR, ROOT, CannotRunError, keep_secret_key
from config.run.processes import StoppedError, stopping
from config.run.progress import say, step
from config.run.roles import Role
from config.run.servers import (
    Ownership,
    Server,
    child_mark,
    end_leftovers,
    make_servers,
    missing_urls,
)

OWNER: Final = "make run"
_PATIENCE_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.5
# make and timeout both pass a signal on to us and to our group, so one may come twice.
_ECHO_SECONDS: Final = 1.0


class Supervisor:
    """Starts everything in order, looks after it, and stops it in the reverse order."""

    def __init__(self, var: Path) -> None:
        """Read the settings; raises BadSettingError. Nothing is started yet."""
        self._var = var
        self._host = env.text("HOST", ports.LOOPBACK)
        self._port = env.integer("PORT", 8000, lowest=1, highest=65_535)
        shown = "127.0.0.1" if self._host in {"0.0.0.0", "::"} else self._host  # noqa: S104  only shown
        self.address = f"http://{f'[{shown}]' if ':' in shown else shown}:{self._port}/"
        self._ownership = Ownership(var)
        self._heard_at = 0.0
        self._children: list[Child] = []
        self._roles: list[Role] = []

    def run(self) -> None:
        """Run until a signal comes; every child has ended when this returns or raises."""
        self._listen()
        began = time.monotonic()
        try:
            self._become_owner()
            self._start()
            say(
                f"\nAccord Atlas is open at {self.address} after "
                f"{time.monotonic() - began:.1f} s. Ctrl-C stops it."
            )
            if self._host not in ports.LOOPBACKS and not os.environ.get("ALLOWED_HOSTS"):
                say("Others reach it only by a name that ALLOWED_HOSTS lists.")
            self._show_first_editor()
            while not stopping.wait(_LOOK_SECONDS):
                for child in self._children:
                    child.watch()
        except StoppedError:
            pass
        finally:
            self._stop()

    def _listen(self) -> None:
        signal.signal(signal.SIGINT, self._hear)
        signal.signal(signal.SIGTERM, self._hear)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: to outlive the terminal
            signal.signal(signal.SIGHUP, self._hear)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if not stopping.is_set():
            self._heard_at = now
            stopping.set()
        elif now - self._heard_at > _ECHO_SECONDS:  # asked again: wait for nobody
            for role in self._roles:
                role.kill()

    def _become_owner(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._ownership.take():
            notice = self._ownership.notice()
            if notice and notice.owner == OWNER:
                raise CannotRunError(f"Accord Atlas already runs, at {notice.address}.")
            if time.monotonic() > deadline:
                who = f"`{notice.owner}` (process {notice.pid})" if notice else "another program"
                raise CannotRunError(
                    f"{who} uses the servers of {self._var}: end it first, then start again."
                )
            self._pause(0.1)
        self._ownership.tell(OWNER, self.address, {})

    def _start(self) -> None:
        check_outside_servers()
        rotate_logs(self._var / "log")
        if ended := end_leftovers(self._var):
            say(f"  Ended {ended} processes that a killed run had left.")
        ports.check_free(self._host, self._port)
        keep_secret_key()
        self._start_servers()
        self._prepare()
        mark = child_mark(self._var)
        self._roles = [
            roles.web(self._var, self._host, self._port, mark),
            roles.reader(self._var, mark),
            roles.fetcher(self._var, mark),
            roles.sweeper(self._var, mark),
            roles.beat(self._var, mark),
        ]
        self._start_roles()

    def _start_servers(self) -> None:
        servers = make_servers(missing_urls(), self._var)
        for server in servers.values():
            self._children.append(_server_child(server))
            self._start_child(self._children[-1])
        urls = {name: server.url for name, server in servers.items()}
        os.environ.update(urls)
        self._ownership.tell(OWNER, self.address, urls)

    def _start_roles(self) -> None:
        children = [
            _role_child(role, partial(roles.answers, self._host, self._port))
            for role in self._roles
        ]
        self._children += children  # before any starts, so that all are stopped
        for role in self._roles:
            role.launch()
        for child in children:
            self._start_child(child)

    def _start_child(self, child: Child) -> None:
        self._pause(0)
        with step(child.name):
            child.start()

    def _prepare(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.run.prepare"], cwd=ROOT, start_new_session=True
        )
        processes.record(process, self._var / "run", "prepare")
        while process.poll() is None:
            if stopping.wait(0.05):
                process.terminate()
        (self._var / "run" / "prepare.json").unlink(missing_ok=True)
        self._pause(0)
        if process.returncode:
            raise CannotRunError("The data could not be made ready, for the reason above.")

    def _show_first_editor(self) -> None:
        """Show the name and password once: also those that a run made which then was killed."""
        note = self._var / FIRST_EDITOR
        if note.is_file():
            say(f"\n{note.read_text(encoding='utf-8').strip()}\n")
            note.unlink()

    def _pause(self, seconds: float) -> None:
        if stopping.wait(seconds):
            raise StoppedError

    def _stop(self) -> None:
        if self._children:
            say("\nStopping.")
        for child in _stop_order(self._children):
            child.stop()
        self._ownership.withdraw()
        self._ownership.release()


def _server_child(server: Server) -> Child:
    def is_alive() -> bool:
        return server.process is not None and server.process.poll() is None

    return Child(
        server.name,
        start=server.start,
        stop=server.stop,
        is_alive=is_alive,
        is_healthy=server.is_healthy,
    )


def _role_child(role: Role, web_answers: Callable[[], bool]) -> Child:
    healthy = web_answers if role.name == "Web server" else role.is_alive
    return Child(
        role.name, start=role.start, stop=role.stop, is_alive=role.is_alive, is_healthy=healthy
    )


def _stop_order(children: Sequence[Child]) -> list[Child]:
    """Web, clocks, workers, so that nothing new comes in; then what they stand on."""
    order = ["Web server", "Celery beat", "Sweeper", "Celery fetcher", "Celery worker"]
    last = [child for child in reversed(children) if child.name not in order]
    first = [child for child in children if child.name in order]
    return sorted(first, key=lambda child: order.index(child.name)) + last
