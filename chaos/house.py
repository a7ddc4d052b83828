"""The product under test: servers and processes on free ports, in a folder of its own."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from chaos import actors, texts
from chaos.actors import Actor, Keeper
from chaos.profiles import Profile
from chaos.wire import Wire
from config.run import processes
from config.run.places import ROOT
from config.run.ports import ReservedPort
from config.run.postgres import PostgresServer
from config.run.valkey import ValkeyServer

_BEGAN: Final = time.monotonic()
_DISK_BYTES: Final = 700_000_000
_QUEUES: Final = ("fetch", "read", "webhook", "default")


class House:
    """Everything that runs, and the way to ask and to harm it.

    `trouble` names what is harmed just now: "database" while the database is away or frozen.
    `told` and `broken` are what faults have counted, and what of it is not as it should be.
    """

    def __init__(self, folder: Path, profile: Profile, publisher: int, *, naive: bool) -> None:
        """Choose ports; nothing runs yet."""
        self.folder, self.profile, self.naive = folder, profile, naive
        self.log = folder / "log"
        self.log.mkdir()
        self.mark = secrets.token_urlsafe(12)
        self.database = PostgresServer(folder)
        self.broker = ValkeyServer(folder)
        self.trouble: set[str] = set()
        self.told: dict[str, object] = {}
        self.broken: list[str] = []
        self.has_own_disk = False
        self.key = ""
        self._inside = {
            "publisher": publisher,
            "lease": profile.lease_seconds,
            "patience": profile.patience_seconds,
            "sweep": profile.sweep_seconds,
            "naive": naive,
        }
        with ReservedPort() as port, ReservedPort() as other:
            self.port, self.other_port = port.number, other.number
        self.wires = (Wire(_port(self.database.url)), Wire(_port(self.broker.url)))
        self.actors = self._actors()
        self._keeper = Keeper(self.actors)

    def environment(self, *, far: bool = False, **told: object) -> dict[str, str]:
        """Return the environment of a process; a far one reaches both servers by the wires."""
        urls = [self.database.url, self.broker.url]
        if far:
            urls = [_through(url, wire) for url, wire in zip(urls, self.wires, strict=True)]
        more = {
            "DATABASE_URL": urls[0],
            "REDIS_URL": urls[1],
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only-for-chaos-" + self.mark * 4,
            "API_LIMIT_KEY": "0",
            "API_LIMIT_ANONYMOUS": "0",
            "FETCH_PAUSE_SECONDS": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "CHAOS": json.dumps(self._inside | told),
            processes.MARK: self.mark,
        }
        return dict(os.environ) | more

    def start(self) -> None:
        """Start everything; returns when all are ready."""
        say("Starting the servers.")
        self.database.start()
        self.broker.start()
        for wire in self.wires:
            wire.start()
        say("Making the tables.")
        self.key = self._prepared()
        say("Starting the product.")
        for actor in self.actors:
            actor.launch()
        for actor in self.actors:
            actor.wait_for(_ready_words(actor.name))
        self._keeper.start()

    def stop(self) -> None:
        """Stop everything; harmless where it does not run."""
        with contextlib.suppress(RuntimeError):
            self._keeper.stop()
        for actor in self.actors:
            actor.stop()
        for wire in self.wires:
            with contextlib.suppress(RuntimeError):
                wire.stop()
        self.broker.stop()
        self.database.stop()

    def actor(self, name: str) -> Actor:
        """Return the process with this name."""
        return next(actor for actor in self.actors if actor.name == name)

    def readers(self) -> list[Actor]:
        """Return the workers that read."""
        return [actor for actor in self.actors if actor.name.startswith("reader")]

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that the database answers; raises psycopg.OperationalError."""
        with psycopg.connect(self.database.url, connect_timeout=3, autocommit=True) as connection:
            connection.execute("SET statement_timeout = '60s'")
            return connection.execute(question, values or None).fetchall()

    def done(self) -> int | None:
        """Return how many jobs have ended; None where nobody answers."""
        try:
            question = "SELECT count(*) FROM ingest_job WHERE state IN ('done', 'dead')"
            return int(self.ask(question)[0][0])
        except psycopg.Error:
            return None

    def waiting(self) -> int | None:
        """Return how many jobs are open; None where nobody answers."""
        try:
            question = "SELECT count(*) FROM ingest_job WHERE state NOT IN ('done', 'dead')"
            return int(self.ask(question)[0][0])
        except psycopg.Error:
            return None

    def unpolled(self) -> int:
        """Return how many sources are being polled, or should be."""
        question = "SELECT count(*) FROM ingest_source WHERE is_on AND"
        question += " (polled_at IS NULL OR next_at <= now() OR lease_until IS NOT NULL)"
        return int(self.ask(question)[0][0])

    def queued(self) -> dict[str, int]:
        """Return the length of each queue."""
        with self.redis() as broker:
            return {name: int(broker.llen(name)) for name in _QUEUES}

    def unacknowledged(self) -> list[float]:
        """Return since how many seconds each message that nobody has acknowledged is out."""
        with self.redis() as broker:
            found = broker.zrange("unacked_index", 0, -1, withscores=True)
        return [time.time() - score for _, score in found]

    def rings(self) -> int:
        """Return how many messages the broker has been given since it was started."""
        with self.redis() as broker:
            return int(broker.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0))

    def tell(self, name: str, value: object, *, holds: bool) -> None:
        """Note what a fault has counted, and whether it is as it should be."""
        self.told[name] = value
        if not holds:
            self.broken.append(f"{name}: {value}")

    def redis(self) -> Redis:
        """Return a connection to the broker that does not wait for long."""
        return Redis.from_url(
            self.broker.url,
            socket_timeout=2,
            socket_connect_timeout=2,
            retry=Retry(NoBackoff(), 0),
        )

    def _actors(self) -> list[Actor]:
        here = self.environment()
        found = [
            actors.web(self.port, self.log, here),
            actors.reader("reader", 2, self.log, here),
            actors.fetcher("fetcher", self.log, here),
        ]
        if self.profile.has_far_worker:
            found.append(actors.reader("reader-far", 1, self.log, self.environment(far=True)))
        if not self.naive:
            found += [actors.sweeper(f"sweeper-{name}", self.log, here) for name in ("a", "b")]
        if self.profile.has_beats:
            found += [actors.beat(f"beat-{name}", self.log, here) for name in ("a", "b")]
        return found

    def _prepared(self) -> str:
        asked = {"feeds": self.profile.feeds, "host": texts.HOST, "naive": self.naive}
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "chaos.inside", "prepare", json.dumps(asked)],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout.decode().split()[-1]


@contextlib.contextmanager
def housed(
    profile: Profile, publisher: int, *, naive: bool, own_disk: bool = False
) -> Iterator[House]:
    """Have the product run until the block ends; nothing of it is left but the caller's report.

    With `own_disk` its folder is a small disk in memory, where the system lets us make one.
    """
    folder = Path(tempfile.mkdtemp(prefix="atlas-chaos-"))
    is_own = own_disk and _mounted(folder)
    folder.chmod(0o711)
    house = House(folder, profile, publisher, naive=naive)
    house.has_own_disk = is_own
    try:
        house.start()
        yield house
    finally:
        house.stop()
        for left in actors.ours(house.mark):
            left.kill()
        if is_own:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S603, S607  ours
        if threading.current_thread() is threading.main_thread():
            shutil.rmtree(folder, ignore_errors=True)


def _mounted(folder: Path) -> bool:
    """Make the folder a disk of its own; only root may, and not everywhere."""
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        return False
    command = [mount, "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603  ours


def say(line: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{time.monotonic() - _BEGAN:7.1f} s  {line}\n")
    sys.stderr.flush()


def _ready_words(name: str) -> bytes:
    kind = name.partition("-")[0]
    words: Mapping[str, bytes] = {
        "web": b"Booting worker",
        "sweeper": b"Sweeping.",
        "beat": b"beat: Starting...",
    }
    return words.get(kind, b" ready.")


def _port(url: str) -> int:
    return urlsplit(url).port or 0


def _through(url: str, wire: Wire) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{wire.port}")).geturl()
