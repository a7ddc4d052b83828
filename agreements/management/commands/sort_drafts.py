"""Sort the open drafts again where the rules have changed."""

from django.core.management.base import BaseCommand

from agreements.sorting import sort_older


class Command(BaseCommand):
    """Give drafts that older rules sorted their kind and their turn; a second time does nothing."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Sort, and print how many drafts that were."""
        self.stdout.write(f"{sort_older()} drafts sorted")
