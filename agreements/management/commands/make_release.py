"""Write the record as it is now into a numbered release."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.releases import NothingToReleaseError, make_release


class Command(BaseCommand):
    """Write all formats, the codebook and the manifest into the next numbered release.

    A release never changes. The same version of the record, day and site make the same bytes.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day and the address of the site."""
        parser.add_argument(
            "--site", default="", help="the site's address, https://…, for columns that lead there"
        )
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=None,
            help="the day up to which it tells; without it, today (UTC)",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Make it and say its number."""
        day = options["as_of"]
        as_of = day if isinstance(day, date) else timezone.now().date()
        try:
            number = make_release(as_of, str(options["site"]))
        except NothingToReleaseError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Release {number} is made.")
