"""Workers at work: the product's own, with a broker and a publisher beside the bench's database."""

import hashlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis

from bench import newspaper, served
from bench.meter import Cost
from bench.worker import PORT
from config.run import processes
from config.run.places import ROOT
from config.run.ports import LOOPBACK, ReservedPort
from config.run.processes import Process, Program
from config.run.valkey import ValkeyServer
from ingest.doorbell import BATCH, TASKS
from ingest.models import Article, Job

READERS: Final = 2
# As many as `make run` gives the worker that waits for others' servers.
_FETCHERS: Final = 8
# Pages come from so many hosts: each is called by one at a time.
_HOSTS: Final = 40
_START_SECONDS: Final = 180.0
_LONGEST_SECONDS: Final = 1800.0
_LOOK_SECONDS: Final = 0.1
_POOLS: Final[Mapping[str, Sequence[str]]] = {
    Job.Step.READ: ("--pool", "prefork"),
    Job.Step.FETCH: ("--pool", "threads"),
}


class TooSlowError(Exception):
    """Workers have not done in half an hour what they were rung for."""


@dataclass(frozen=True, slots=True, order=True)
class Memory:
    """MB of one process; `resident` counts what it shares with others as if it were its own.

    `proportional` counts of that a part for each that has it, `own` none of it; both are 0 where
    the kernel does not tell.
    """

    resident: float
    proportional: float
    own: float

    def __str__(self) -> str:
        return (
            f"{self.resident:.1f} MB resident, {self.proportional:.1f} with its part of what is "
            f"shared, {self.own:.1f} of its own"
        )


class Workshop:
    """The workers by the step that they do, and everything they need."""

    def __init__(self, broker: ValkeyServer, port: int, workers: Mapping[str, Process]) -> None:
        """Take what runs; `port` is the publisher's."""
        self.is_exact = True
        self.port = port
        self._broker = broker
        self._workers = workers
        self._next = Article.objects.count()

    def lay(self, step: Job.Step, count: int) -> list[int]:
        """Store so many new articles whose jobs are at this step, for whoever is rung for."""
        first, self._next = self._next, self._next + count
        origin = Article.Origin.URL if step == Job.Step.FETCH else Article.Origin.FILE
        made = []
        for number in range(first, self._next):
            address = newspaper.address(number, _HOSTS)
            made.append(
                Article(
                    origin=origin,
                    source_key=hashlib.sha256(address.encode()).hexdigest(),
                    url=address,
                    body=b"" if step == Job.Step.FETCH else newspaper.page(number),
                    content_type="text/html",
                    charset="utf-8",
                )
            )
        with transaction.atomic():
            Article.objects.bulk_create(made, batch_size=50)
            Job.objects.bulk_create(
                [Job(article=each, step=step, rung_at=timezone.now()) for each in made]
            )
        return [each.pk for each in made]

    def ring(self, step: Job.Step, articles: Sequence[int], batch: int = BATCH) -> None:
        """Ring the workers as the product does, for so many articles at a time."""
        with current_app.connection_for_write(self._broker.url) as line:
            for at in range(0, len(articles), batch):
                numbers = list(articles[at : at + batch])
                current_app.send_task(TASKS[step], args=[numbers], connection=line, retry=False)

    def wait(self, articles: Sequence[int]) -> None:
        """Return when all of them have been read.

        Raises:
            TooSlowError: some have not been read after half an hour, or were refused.
        """
        end = time.monotonic() + _LONGEST_SECONDS
        left = Article.objects.filter(pk__in=articles).exclude(state=Article.State.READ)
        while left.exists():
            refused = left.filter(state=Article.State.REFUSED).first()
            if refused or time.monotonic() > end:
                raise TooSlowError(refused.refusal if refused else f"{left.count()} are left")
            time.sleep(_LOOK_SECONDS)

    def drain(self, step: Job.Step) -> None:
        """Return when the workers of a step have nothing left to hear."""
        with Redis.from_url(self._broker.url) as broker:
            while broker.llen(step) or broker.hlen("unacked"):
                time.sleep(_LOOK_SECONDS)

    def work(self, step: Job.Step, articles: Sequence[int], batch: int = BATCH) -> None:
        """Ring, and wait for all to be read."""
        self.ring(step, articles, batch)
        self.wait(articles)

    def measure(self, call: Callable[[], object]) -> Cost:
        """Tell what a call cost: workers and ourselves, PostgreSQL and Valkey, and by the clock.

        What a call returns that can be called is what is measured: the first call lays it ready.
        """
        prepared = call()
        work = prepared if callable(prepared) else call
        before, stored = _used(self.workers()), _used(self._stores())
        own, began = time.process_time(), time.perf_counter()
        work()
        passed = 1000 * (time.perf_counter() - began)
        python = 1000 * (time.process_time() - own) + _used(self.workers()) - before
        return Cost(python, _used(self._stores()) - stored, passed)

    def memory(self, step: Job.Step) -> Memory:
        """Return the memory of the largest process which does this step."""
        root = psutil.Process(self._workers[step].pid)
        children = root.children(recursive=True)
        each = children if step == Job.Step.READ else [root]
        return max(map(_memory, each))

    def workers(self) -> list[psutil.Process]:
        """Return all processes of the workers."""
        roots = [psutil.Process(process.pid) for process in self._workers.values()]
        return [each for root in roots for each in (root, *root.children(recursive=True))]

    def _stores(self) -> list[psutil.Process]:
        """Return PostgreSQL's processes and Valkey's.

        Celery leaves the database after each task: most of what PostgreSQL used for it was used by
        processes that have ended since, which only their parent knows of.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            parent = psutil.Process(cursor.fetchone()[0]).parent()
        found = [parent, *parent.children()] if parent else []
        broker = self._broker.process
        return [*found, *([psutil.Process(broker.pid)] if broker else [])]


@contextmanager
def workshop(steps: Mapping[Job.Step, int]) -> Iterator[Workshop]:
    """Have so many processes (of fetching: threads) of each step at work at this database."""
    var = Path(settings.VAR_DIR) / "workshop"
    with ExitStack() as closing:
        broker = ValkeyServer(var)
        closing.callback(broker.stop)
        broker.start()
        with ReservedPort() as reserved:
            port = reserved.number
        environment = dict(os.environ) | {
            "DATABASE_URL": served.address(),
            "REDIS_URL": broker.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "FETCH_PAUSE_SECONDS": "0",
            PORT: str(port),
        }
        command = [sys.executable, "-m", "bench.publisher", str(port)]
        publisher = Program("Publisher", command, var / "log" / "publisher.log", ROOT, environment)
        _run(publisher, closing, lambda _: _answers(port))
        workers: dict[str, Process] = {
            step: _run(_worker(step, many, var, environment), closing, _is_ready)
            for step, many in steps.items()
        }
        yield Workshop(broker, port, workers)


def _is_ready(program: Program) -> bool:
    return b" ready." in program.log.read_bytes()


def _answers(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def _memory(process: psutil.Process) -> Memory:
    told = process.memory_full_info()
    parts = (told.rss, getattr(told, "pss", 0), getattr(told, "uss", 0))
    return Memory(*(part / 1e6 for part in parts))


def _used(of: Sequence[psutil.Process]) -> float:
    """Return the milliseconds that these have been on a processor, and children that ended."""
    used = 0.0
    for process in of:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return 1000 * used


def both() -> Mapping[Job.Step, int]:
    """Return the workers that two cores have, as `make run` starts them."""
    return {Job.Step.FETCH: _FETCHERS, Job.Step.READ: READERS}


def _worker(step: Job.Step, many: int, var: Path, environment: Mapping[str, str]) -> Program:
    command = [sys.executable, "-m", "celery", "-A", "bench.worker", "worker", "--queues", step]
    command += [*_POOLS[step], "--concurrency", str(many), "--hostname", f"bench-{step}@%h"]
    command += ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    log = var / "log" / f"{step}.log"
    log.unlink(missing_ok=True)
    return Program(f"Worker ({step})", command, log, ROOT, environment)


def _run(program: Program, closing: ExitStack, is_ready: Callable[[Program], bool]) -> Process:
    process = processes.start(program)
    closing.callback(processes.stop, process, program)
    processes.wait_until(lambda: is_ready(program), process, program, _START_SECONDS)
    return process
