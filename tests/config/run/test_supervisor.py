"""`make run`: the whole product under one process, from the first start to the last signal."""

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.run.ports import ReservedPort
from tests.config.run.product import Product, free_port, fresh_var, left_in, manage, processes_of
from tests.fonts import cut_fonts

_ROLES = ("Web server", "Celery worker", "Celery fetcher", "Sweeper", "Celery beat")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    cut_fonts()
    yield from fresh_var(tmp_path_factory.mktemp("product"))


def test_it_starts_survives_a_kill_finds_its_data_and_stops_on_a_signal(var: Path) -> None:
    first = Product(var, free_port())
    password = _first_start(first)
    _second_run_is_told_of_the_first(var, first)
    _command_beside_it_uses_its_servers(var)
    _dead_worker_is_started_again(var, first)
    assert manage(var, "sweep", "--check").stderr == ""
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    left = {each.pid for each in processes_of(var)}
    assert len(left) > 6
    second = Product(var, first.port)
    second.wait_for("Ctrl-C stops it.")
    assert re.search(r"Ended \d+ processes that a killed run had left", second.said)
    assert "password" not in second.said
    assert password not in second.said
    assert not left & {each.pid for each in processes_of(var)}
    assert "anna" in manage(var, "shell", "-v", "0", "-c", _NAMES).stdout
    assert second.end(signal.SIGTERM) == 0
    assert left_in(var) == []
    _secrets_are_private(var)


_NAMES = (
    "from django.contrib.auth.models import User; print([u.username for u in User.objects.all()])"
)


def _first_start(product: Product) -> str:
    product.wait_for("One-time password: ")
    steps = re.findall(r"^  (.+?) +\d+\.\d s$", product.said, re.MULTILINE)
    assert steps[:3] == ["PostgreSQL", "Valkey", "Database schema"]
    assert steps[-6:] == ["First editor", *_ROLES]
    assert f"open at http://127.0.0.1:{product.port}/" in product.said
    assert product.status_of("/healthz") == 200
    time.sleep(0.2)
    return product.said.split("One-time password: ")[1].split()[0]


def _second_run_is_told_of_the_first(var: Path, first: Product) -> None:
    second = Product(var, free_port())
    assert second.process.wait(120) == 1
    second.end(signal.SIGTERM)
    assert second.said == f"Accord Atlas already runs, at http://127.0.0.1:{first.port}/.\n"


def _command_beside_it_uses_its_servers(var: Path) -> None:
    done = manage(var, "create_editor", "anna")
    assert re.fullmatch(r"Editor: anna\nOne-time password: [a-z2-9-]{23}\n", done.stdout)
    assert manage(var, "create_editor", "anna").returncode == 1


def _dead_worker_is_started_again(var: Path, product: Product) -> None:
    pid = int((var / "run" / "worker.json").read_text(encoding="ascii").split(":")[1].split(",")[0])
    psutil.Process(pid).kill()
    product.wait_for("Celery worker ended; starting it again in 1 s.")
    product.wait_for("Celery worker runs again.")


def _secrets_are_private(var: Path) -> None:
    secrets = [var / "secret_key", *(var / "passwords").iterdir()]
    assert len(secrets) == 4
    assert not (var / "first_editor").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in secrets)


def test_ctrl_c_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    for var in fresh_var(tmp_path):
        product = Product(var, free_port())
        product.wait_for("Valkey ")
        assert product.end(signal.SIGINT) == 0
        assert left_in(var) == []


def test_a_taken_port_is_one_sentence_that_names_the_way_out(tmp_path: Path) -> None:
    for var in fresh_var(tmp_path):
        with ReservedPort() as port:
            product = Product(var, port.number)
            assert product.process.wait(120) == 1
        product.end(signal.SIGTERM)
        assert product.said == (
            f"Port {port.number} on 127.0.0.1 is taken by another program: "
            f"choose another with PORT, as in `make run PORT={port.number + 1}`.\n"
        )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"DATABASE_URL": "postgresql://a@127.0.0.1:1/a"},
            "DATABASE_URL names a PostgreSQL that does not answer: .*refused",
        ),
        (
            {"REDIS_URL": "redis://127.0.0.1:1/0"},
            "REDIS_URL names a server that does not answer: .*",
        ),
        (
            {"DATABASE_URL": "sqlite:///x"},
            "DATABASE_URL must begin with postgresql:// or postgres://.",
        ),
        (
            {"HOST": "no.such.host.example."},
            "HOST is 'no.such.host.example.': that is no address of this machine.",
        ),
        ({"PORT": "eighty"}, "PORT is 'eighty': write a whole number from 1 to 65535."),
    ],
)
def test_what_cannot_be_is_one_sentence(tmp_path: Path, more: dict[str, str], said: str) -> None:
    for var in fresh_var(tmp_path):
        product = Product(var, free_port(), **more)
        assert product.process.wait(120) in {1, 2}
        product.end(signal.SIGTERM)
        assert re.fullmatch(said, product.said.strip())
        assert left_in(var) == []
