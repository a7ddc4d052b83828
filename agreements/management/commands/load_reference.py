"""Load the reference data that comes with the product."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.reference.loading import load
from agreements.reference.tables import FOLDER, BadTableError


class Command(BaseCommand):
    """Load parties, codebook, frameworks and known agreements; a second time changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder of tables, where one is given."""
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)

    def handle(self, *args: object, **options: object) -> None:
        """Load, and print one line of what there is."""
        try:
            loaded = load(Path(str(options["folder"])))
        except BadTableError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(
            f"{loaded.parties} parties, {loaded.commitment_types} commitment types, "
            f"{loaded.frameworks} frameworks, {loaded.agreements} agreements "
            f"({loaded.changed} changed)"
        )
