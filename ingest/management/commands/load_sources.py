"""Add the sources to start with."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ingest import starters
from ingest.models import Source


class Command(BaseCommand):
    """Add official sources, switched off, from the list that comes along or from FILE (CSV).

    Sources that are there stay as they are. With --first nothing is done where there is any.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", nargs="?", type=Path, default=starters.FILE)
        parser.add_argument("--first", action="store_true", help="only where there is no source")

    def handle(self, *args: object, file: Path, first: bool, **options: object) -> None:
        """Load and say how many."""
        if first and Source.objects.exists():
            return
        try:
            loaded = starters.load(file)
        except KeyError as error:
            raise CommandError(f"{file} has no column {error}.") from error
        except (ValueError, OSError) as error:
            raise CommandError(f"{file} is no list of sources: {error}.") from error
        self.stdout.write(f"{loaded.added} of {loaded.listed} sources added, switched off")
