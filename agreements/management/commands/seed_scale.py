"""Fill a new record with made-up agreements and drafts, to measure with."""

import time
from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from agreements import summaries
from agreements.models import CommitmentType, Draft, Party
from agreements.seeding import refusal
from agreements.seeding.queue import reader_version, seed_drafts
from agreements.seeding.record import Seed, seed_agreements
from agreements.seeding.stories import Cast

_SAY_AGAIN_SECONDS: Final = 5.0
_FEWEST_PARTIES: Final = 2


class Command(BaseCommand):
    """Fill a record with synthetic agreements between known parties; called again, it goes on.

    Everything says that it is synthetic, and the same --seed makes the same. A record is never
    emptied again, so one that people work on is left alone unless it is named.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much of each, and the name of a database that holds people's work."""
        parser.add_argument("--agreements", type=int, default=100_000)
        parser.add_argument("--parties", type=int, default=200, help="how many of the record's")
        parser.add_argument("--drafts", type=int, default=5_000)
        parser.add_argument("--seed", type=int, default=1, help="another number, other agreements")
        parser.add_argument(
            "--into-this-database",
            default="",
            metavar="NAME",
            help="the database's own name: seed it though it holds work of people",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Seed, telling how far it is, then say what there is."""
        counts = {name: int(str(options[name])) for name in ("agreements", "parties", "drafts")}
        if min(counts.values()) < 0 or counts["parties"] < _FEWEST_PARTIES:
            raise CommandError("Ask for no less than nothing, and for two parties at least.")
        seed = Seed(int(str(options["seed"])), counts["agreements"], counts["parties"])
        try:
            refusal.check(seed, into=str(options["into_this_database"]))
        except refusal.SeedingRefusedError as error:
            raise CommandError(str(error)) from error
        self._seed(seed, counts["drafts"])

    def _seed(self, seed: Seed, drafts: int) -> None:
        settings = connection.settings_dict
        self.stdout.write(f"Seeding {settings['NAME']} at {settings['HOST']}:{settings['PORT']}.")
        began = time.monotonic()
        cast = _cast(seed.parties)
        self._follow("agreements", seed.agreements, seed_agreements(seed, cast))
        _analyze()
        self._follow("drafts", drafts, seed_drafts(seed, cast, drafts))
        _analyze()
        told = Draft.objects.filter(reader_version=reader_version(seed)).count()
        self.stdout.write(
            f"{seed.agreements} synthetic agreements between {seed.parties} parties and {told} "
            f"drafts are there; {summaries.waiting_drafts().count} drafts wait, the others tell "
            f"what one of these does. It took {time.monotonic() - began:.0f} s."
        )

    def _follow(self, things: str, all_of_them: int, steps: Iterator[int]) -> None:
        began = said = time.monotonic()
        for done in steps:
            now = time.monotonic()
            if now - said > _SAY_AGAIN_SECONDS or done == all_of_them:
                said = now
                self.stdout.write(f"{done} of {all_of_them} {things} after {now - began:.0f} s")
                self.stdout.flush()


def _cast(parties: int) -> Cast:
    named = list(Party.objects.order_by("code").values_list("code", "name")[:parties])
    return Cast.of(named, list(CommitmentType.objects.values_list("code", "name")))


def _analyze() -> None:
    """Let PostgreSQL look at what there is now; its own look may come minutes later."""
    tables = [model._meta.db_table for model in apps.get_app_config("agreements").get_models()]  # noqa: SLF001  Django's public way
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
