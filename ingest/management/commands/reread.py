"""Read archived texts again after the reader has changed."""

from typing import Final

from django.core.management.base import BaseCommand

from agreements.intake import Reread
from ingest.rereading import reread

_WORDS: Final = {
    Reread.SAME: "as before",
    Reread.NEW: "new",
    Reread.REPLACED: "replaced drafts that nobody had touched",
    Reread.BEHIND: "wait behind drafts that an editor has touched",
    Reread.UPDATE: "news of what was approved",
    Reread.GONE: "drafts no longer made",
}


class Command(BaseCommand):
    """Offer what the reader of today makes of every archived text; decisions and edits stay."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Print how many proposals had which outcome."""
        outcomes = reread()
        found = ((outcomes[each], words) for each, words in _WORDS.items())
        told = ", ".join(f"{count} {words}" for count, words in found if count)
        self.stdout.write(f"Read again: {told or 'nothing to tell of'}.")
