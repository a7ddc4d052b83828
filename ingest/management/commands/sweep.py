"""Ring again for what the broker lost, as long as the product runs."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Final

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connection

from ingest import heartbeat, sweeper

# While there is much to ring for, the queue is looked at more often.
_BUSY_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Look every five seconds for jobs and messages that wait unheard, and ring for them.

    Runs until a signal ends it; several at once do no harm. With --once it looks once; with
    --check it exits 1 if no sweeper has been at work for a minute.
    """

    help = __doc__ or ""
    # They import every page and half as much memory again, for a process that shows none.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do instead of going on for ever."""
        parser.add_argument("--once", action="store_true", help="look once, and end")
        parser.add_argument("--check", action="store_true", help="ask whether one is at work")

    def handle(self, *, once: bool, check: bool, **options: object) -> None:
        """Sweep until told to stop."""
        if check:
            _check()
        elif once:
            self.stdout.write(f"Rung for {sweeper.look()}.")
        else:
            self._sweep()

    def _sweep(self) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        _log.info("Sweeping.")
        while not stopping.wait(_BUSY_SECONDS if _look() else sweeper.EVERY_SECONDS):
            pass


def _look() -> int:
    """Look once; a database that is away is asked again next time."""
    close_old_connections()
    try:
        return sweeper.look()
    except Error as error:
        _log.warning("nothing swept: %s", error)
        connection.close()
        return 0


def _check() -> None:
    silence = heartbeat.silence(sweeper.NAME)
    if silence is None:
        raise CommandError("No sweeper has ever been at work.")
    if silence > sweeper.SILENT:
        raise CommandError(f"The sweeper has been silent for {silence.total_seconds():.0f} s.")
