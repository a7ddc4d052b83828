"""The servers of this folder: started by one process, used by any number."""

import contextlib
import json
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from config.run.locks import FileLock
from config.run.places import CannotRunError, kept_secret, write_private
from config.run.postgres import PostgresServer
from config.run.processes import Process, end, recorded_leftovers, servers_in
from config.run.valkey import ValkeyServer

DATABASE_URL: Final = "DATABASE_URL"
REDIS_URL: Final = "REDIS_URL"
_KINDS: Final[Mapping[str, Callable[[Path], "Server"]]] = {
    DATABASE_URL: PostgresServer,
    REDIS_URL: ValkeyServer,
}
_PATIENCE_SECONDS: Final = 60.0


class Server(Protocol):
    """A server of ours."""

    name: str
    url: str
    process: Process | None

    def start(self) -> None:
        """Start it; returns when it answers."""

    def stop(self) -> None:
        """Stop it; harmless when it does not run."""

    def is_healthy(self) -> bool:
        """Ask it whether it answers."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the owner of the servers tells others: who it is and, once they run, where they are."""

    owner: str
    pid: int
    address: str
    urls: dict[str, str]


def missing_urls() -> list[str]:
    """Return the variables that name no server, so that one of ours has to stand in."""
    return [name for name in _KINDS if not os.environ.get(name, "").strip()]


def make_servers(names: list[str], var: Path) -> dict[str, Server]:
    """Return our servers for the variables, not yet started."""
    return {name: _KINDS[name](var) for name in names}


def end_leftovers(var: Path) -> int:
    """End what a killed owner left running; return how many processes. Only owners may."""
    ours = recorded_leftovers(var / "run", child_mark(var))
    end(
        ours, signal.SIGKILL, 0.0
    )  # a request or task that breaks off is made good by its job's row
    databases = servers_in(var / "postgres", "postgres")
    end(databases, signal.SIGINT, 10.0)
    brokers = servers_in(var / "valkey", "valkey-server")
    end(brokers, signal.SIGTERM, 10.0)
    return len(ours) + len(databases) + len(brokers)


def child_mark(var: Path) -> str:
    """Return the word by which our children's environment can be told from all others'."""
    return kept_secret(var / "run" / "mark")


class Ownership:
    """The right to start and stop the servers of a folder, held by one process at a time."""

    def __init__(self, var: Path) -> None:
        """Open the locks without taking any."""
        self._owner = FileLock(var / "owner.lock")
        self._users = FileLock(var / "users.lock")
        self._notice = var / "servers.json"
        self._is_owner = False

    def take(self) -> bool:
        """Become the owner if nobody is; say whether that worked."""
        if not self._owner.take():
            return False
        self._is_owner = True
        self.withdraw()
        return True

    def tell(self, owner: str, address: str, urls: Mapping[str, str]) -> None:
        """Tell others who owns the servers, and where they are when they run."""
        write_private(
            self._notice, json.dumps(asdict(Notice(owner, os.getpid(), address, dict(urls))))
        )

    def notice(self) -> Notice | None:
        """Return what the owner told; None before it has told anything."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Notice(**json.loads(self._notice.read_text(encoding="utf-8")))
        return None

    def join(self) -> Notice | None:
        """Become a user of the running servers; None when there are none to use."""
        notice = self.notice()
        if notice is None or not notice.urls or not self._users.take(shared=True):
            return None
        return notice if self.notice() == notice else None

    def wait_for_users(self, waiting: Callable[[], None]) -> None:
        """Return when nobody else uses the servers, and keep others from beginning to."""
        self._users.wait(math.inf, waiting=waiting)

    def release(self) -> None:
        """Give up whatever is held."""
        self._owner.release()
        self._users.release()

    def withdraw(self) -> None:
        """Take the notice away, before the servers stop; it is the owner's alone to take."""
        if self._is_owner:
            self._notice.unlink(missing_ok=True)


@contextlib.contextmanager
def running_servers(var: Path, names: list[str], owner: str) -> Iterator[dict[str, str]]:
    """Have the servers run for the duration: those that do already, or else new ones.

    Yields {variable: address}. Who started them waits at the end for others that use them.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        ownership = Ownership(var)
        try:
            if ownership.take():
                with _own_servers(ownership, var, names, owner) as urls:
                    yield urls
                return
            if notice := ownership.join():
                yield _wanted(notice, names)
                return
        finally:
            ownership.release()
        time.sleep(0.05)
    raise CannotRunError(
        f"Another program has held {var / 'owner.lock'} for a minute and started no servers."
    )


@contextlib.contextmanager
def _own_servers(
    ownership: Ownership, var: Path, names: list[str], owner: str
) -> Iterator[dict[str, str]]:
    servers = make_servers(names, var)
    urls = {name: server.url for name, server in servers.items()}
    try:
        ownership.tell(owner, "", {})
        end_leftovers(var)
        for server in servers.values():
            server.start()
        ownership.tell(owner, "", urls)
        try:
            yield urls
        finally:
            ownership.wait_for_users(_say_waiting)
    finally:
        ownership.withdraw()
        for server in reversed(servers.values()):
            server.stop()


def _wanted(notice: Notice, names: list[str]) -> dict[str, str]:
    for name in names:
        if name not in notice.urls:
            raise CannotRunError(
                f"`{notice.owner}` runs the servers of this folder with a {name} of its own: "
                "set the same one here."
            )
    return {name: notice.urls[name] for name in names}


def _say_waiting() -> None:
    sys.stderr.write(
        "Other commands still use the servers that this one started; waiting for them.\n"
    )
