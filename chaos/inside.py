"""What the suite runs in the place of `config.celery` and `manage.py`, in processes of its own.

It is the product, in a world whose every name leads to the suite's publisher, with the lease and
the patience that the profile gives it, and, in the control run, without its protections. None of
that can be reached from the product: an image that serves it leaves this package out.
"""

import json
import os
import resource
import signal
import socket
import sys
import time
from datetime import timedelta
from types import ModuleType
from typing import Final

import django
from django.core.management import execute_from_command_line
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

# So long a worker that is to jump works before.
_STEADY_SECONDS: Final = 15.0
TOLD: Final = "CHAOS"


def _jump(seconds: float) -> None:
    """Have this process's clock jump a while from now, before anybody has taken it for true."""
    at, true_time, true_now = time.monotonic() + _STEADY_SECONDS, time.time, timezone.now

    def ahead() -> float:
        return seconds if time.monotonic() > at else 0.0

    time.time = lambda: true_time() + ahead()
    timezone.now = lambda: true_now() + timedelta(seconds=ahead())


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if skew := json.loads(os.environ[TOLD]).get("clock"):
    _jump(skew)
django.setup()

from chaos.texts import BOMB, POISON  # noqa: E402
from config.celery import app  # noqa: E402
from ingest import fetching, jobs, pipeline, reading, sweeper  # noqa: E402
from ingest.fetch import Network  # noqa: E402
from ingest.models import FREED, Job  # noqa: E402
from ingest.polling import looking  # noqa: E402
from ingest.reading import Reading  # noqa: E402

_PUBLIC_NUMBER: Final = "93.184.216.34"
_BOMB_BYTES: Final = 200_000_000
_read = reading.read


class _Masked(socket.socket):
    """A connection to the suite's publisher that names the number it was asked for."""

    def getpeername(self) -> tuple[str, int]:
        return _PUBLIC_NUMBER, 80


def _put(module: ModuleType, **values: object) -> None:
    for name, value in values.items():
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more.")
        setattr(module, name, value)


def _world(port: int) -> Network:
    def dial(number: str, asked: int, timeout_seconds: float) -> socket.socket:
        connected = _Masked(socket.AF_INET, socket.SOCK_STREAM)
        connected.settimeout(timeout_seconds)
        connected.connect(("127.0.0.1", port))
        return connected

    return Network(resolve=lambda *_: [_PUBLIC_NUMBER], dial=dial)


def _deadly_read(text: str, **told: object) -> Reading:
    if POISON in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if BOMB in text:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  no file
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + _BOMB_BYTES, most))
        try:
            bytearray(2 * _BOMB_BYTES)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return _read(text, **told)  # type: ignore[arg-type]


def _naive() -> None:
    """Take the protections off: late acknowledgement, the lease, its token, unique keys."""

    def release(claim: jobs.Claim, **values: object) -> None:
        Job.objects.filter(article=claim.article).update(**{**FREED, **values})

    open_states = (Job.State.PENDING, Job.State.RUNNING)
    _put(jobs, _release=release)
    _put(jobs, due=lambda: Job.objects.filter(state__in=open_states, next_at__lte=Now()))
    app.conf.update(
        task_acks_late=False, task_reject_on_worker_lost=False, worker_prefetch_multiplier=4
    )
    app.conf.broker_transport_options |= {"visibility_timeout": 3600}


def _adapt(told: dict[str, float | None]) -> None:
    world = _world(int(told["publisher"] or 0))
    _put(fetching, NETWORK=world)
    _put(looking, NETWORK=world)
    _put(reading, read=_deadly_read)
    if lease := told["lease"]:
        _put(pipeline, _LEASE=timedelta(seconds=lease))
    if patience := told["patience"]:
        _put(sweeper, _PATIENCE=timedelta(seconds=patience))
        _put(jobs, _FIRST_PAUSE=timedelta(seconds=patience))
    if every := told["sweep"]:
        _put(sweeper, EVERY_SECONDS=every)
    if visible := told.get("visibility"):
        app.conf.broker_transport_options |= {
            "visibility_timeout": visible,
            "unacked_restore_interval": 1,
        }
    if told.get("naive"):
        _naive()


def prepare(feeds: int, host: str, *, naive: bool) -> str:
    """Make tables, parties, files of pages, an editor and sources; return the text of a key."""
    from django.contrib.auth.models import User  # noqa: PLC0415  only here
    from django.core.management import call_command  # noqa: PLC0415  only here

    from agreements.keys import make_key  # noqa: PLC0415  only here
    from ingest.models import Source  # noqa: PLC0415  only here

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    owner = User.objects.create_user("editor")
    for number in range(feeds):
        Source.objects.create(
            name=f"Feed {number}",
            kind=Source.Kind.FEED,
            address=f"http://{host}/feed/{number}",
            interval=5,
        )
    if naive:
        _drop_unique_keys()
    return make_key(owner, "chaos", ["read", "propose"])[1]


def add_hostile(modes: list[str], times: int, canary: int) -> None:
    """Add feeds of these modes, each so many times and on a host of its own."""
    from ingest.models import Source  # noqa: PLC0415  only here

    for number in range(times):
        for mode in modes:
            Source.objects.create(
                name=f"Hostile {mode} {number}",
                kind=Source.Kind.FEED,
                address=f"http://{mode}-{number}.example/hostile/{mode}/{canary}",
                next_at=timezone.now() + timedelta(hours=1),
            )


def _drop_unique_keys() -> None:
    tables = ("ingest_article", "ingest_entry", "agreements_document", "agreements_draft")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)",
            [list(tables)],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


_adapt(json.loads(os.environ[TOLD]))

if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        asked = json.loads(sys.argv[2])
        sys.stdout.write(prepare(asked["feeds"], asked["host"], naive=asked["naive"]))
    elif sys.argv[1] == "hostile":
        add_hostile(**json.loads(sys.argv[2]))
    else:
        execute_from_command_line(["manage.py", *sys.argv[1:]])
