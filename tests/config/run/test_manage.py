"""manage.py alone: any command, whatever runs or does not run."""

import json
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.run.manage import needs_servers
from config.run.places import ROOT
from tests.config.run.product import environment, fresh_var, left_in, manage, names_of

_ASK = (
    "from django.db import connection as c; x = c.cursor(); "
    "x.execute('SELECT {}'); print(x.fetchone()[0])"
)
_NOTE = "from django.core.cache import cache; cache.set('note', 'kept', None)"
_READ = "from django.core.cache import cache; print(cache.get('note'))"


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield from fresh_var(tmp_path)


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("manage.py", False),
        ("manage.py help migrate", False),
        ("manage.py migrate --help", False),
        ("manage.py check", False),
        ("manage.py makemigrations --check", False),
        ("manage.py migrate", True),
        ("manage.py --traceback shell", True),
        ("manage.py verify", True),
    ],
)
def test_servers_run_only_for_commands_that_need_them(line: str, *, needs: bool) -> None:
    assert needs_servers(line.split()) is needs


def test_a_command_without_need_of_data_starts_nothing(var: Path) -> None:
    done = manage(var, "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (var / "postgres").exists()
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600


def test_a_database_that_does_not_answer_is_one_sentence_and_exit_code_2(var: Path) -> None:
    away = "postgresql://a@127.0.0.1:1/a"
    done = manage(
        var, "verify", DATABASE_URL=away, REDIS_URL="redis://127.0.0.1:1/0", SECRET_KEY="x" * 50
    )
    assert done.returncode == 2
    assert re.fullmatch("The database did not serve this command: .*refused", done.stderr.strip())


def test_a_bad_setting_is_one_sentence_and_exit_code_2(var: Path) -> None:
    done = manage(
        var, "check", DATABASE_URL="mysql://here/x", REDIS_URL="redis://h/0", SECRET_KEY="x" * 50
    )
    assert done.returncode == 2
    assert done.stderr == "DATABASE_URL must begin with postgresql:// or postgres://.\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage(tmp_path / "file" / "var", "migrate")
    assert done.returncode == 2
    assert re.fullmatch(r"Cannot write to .*: Not a directory\.\n", done.stderr)


def test_two_commands_at_once_share_the_servers_and_the_next_finds_their_data(var: Path) -> None:
    first = subprocess.Popen(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v",
            "0",
            "-c",
            f"{_NOTE}; import time; time.sleep(2.5)",
        ],
        cwd=ROOT,
        env=environment(var),
    )
    _wait_for_notice(var)
    second = manage(var, "shell", "-v", "0", "-c", _ASK.format("current_user"))
    assert (second.stdout.strip(), second.stderr) == ("atlas", "")
    assert first.wait(120) == 0
    assert left_in(var) == []
    assert manage(var, "shell", "-v", "0", "-c", _READ).stdout.strip() == "kept"
    assert left_in(var) == []


def test_servers_left_by_a_killed_command_are_no_hindrance(var: Path) -> None:
    killed = subprocess.Popen(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v",
            "0",
            "-c",
            f"{_NOTE}; print('noted', flush=True); import time; time.sleep(600)",
        ],
        cwd=ROOT,
        env=environment(var),
        stdout=subprocess.PIPE,
    )
    with killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"noted\n"
        time.sleep(2)  # the note is in Valkey's file after one second at most
        killed.kill()
    assert names_of(var) >= {"postgres", "valkey-server"}
    done = manage(var, "shell", "-v", "0", "-c", _READ)
    assert (done.stdout.strip(), done.stderr) == ("kept", "")
    assert left_in(var) == []


def test_a_pid_that_another_program_has_by_now_is_neither_feared_nor_ended(var: Path) -> None:
    assert manage(var, "shell", "-v", "0", "-c", "pass").returncode == 0
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file = var / "postgres" / "postmaster.pid"
        pid_file.write_text(
            f"{bystander.pid}\n{var / 'postgres'}\n1\n1\n\n127.0.0.1\n", encoding="ascii"
        )
        (var / "run" / "web.json").write_text(
            json.dumps({"pid": bystander.pid, "started": psutil.boot_time()}), encoding="ascii"
        )
        done = manage(var, "shell", "-v", "0", "-c", _ASK.format("1"))
        assert (done.stdout.strip(), done.stderr) == ("1", "")
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_sigterm_stops_the_servers_that_a_command_started(var: Path) -> None:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(var))
    _wait_for_notice(var)
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 128 + signal.SIGTERM
    assert left_in(var) == []


def _wait_for_notice(var: Path) -> None:
    deadline = time.monotonic() + 120
    while '"DATABASE_URL": ' not in _text(var / "servers.json"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
