"""Keep synthetic agreements out of a record that people work on: they can never be deleted."""

from django.db import connection

from agreements.models import Decision, Document, Draft, Party
from agreements.seeding.queue import READER
from agreements.seeding.record import PUBLISHER, Seed, loads


class SeedingRefusedError(Exception):
    """Nothing was seeded; the message says why and what to do."""


def check(seed: Seed, *, into: str = "") -> None:
    """Refuse unless the database is new, of this very seed, or named by the caller (`into`).

    Raises:
        SeedingRefusedError: why not, and what to do instead.
    """
    name = str(connection.settings_dict["NAME"])
    if into and into != name:
        raise SeedingRefusedError(f"This database is called {name}, not {into}: nothing was done.")
    parties = Party.objects.count()
    if parties < seed.parties:
        raise SeedingRefusedError(
            f"The record knows {parties} parties: run manage.py load_reference first, or ask for "
            "fewer with --parties."
        )
    if loads().exclude(after__synthetic=seed.mark).exists():
        raise SeedingRefusedError(
            f"{name} holds other synthetic agreements already, and nothing in a record can be "
            "deleted: use a new database."
        )
    work = _work()
    if work and not into:
        raise SeedingRefusedError(
            f"{name} holds work of people: {work}. What is seeded can never be deleted from it. "
            f"Use a new database, or, if you mean this one, --into-this-database {name}."
        )


def _work() -> str:
    """Return in words what editors and readers have made; nothing where the record is new."""
    counts = {
        "decisions": Decision.objects.exclude(verb=Decision.Verb.LOAD).count(),
        "archived texts": Document.objects.exclude(publisher__startswith=PUBLISHER).count(),
        "drafts": Draft.objects.exclude(reader_version__startswith=f"{READER}-").count(),
    }
    return ", ".join(f"{count} {things}" for things, count in counts.items() if count)
