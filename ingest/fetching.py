"""The first step of an article that is an address: its page, as the server sent it, is kept."""

import re
from typing import Final

from django.db import transaction
from django.utils import timezone

from ingest import bodies, jobs
from ingest.fetch import ARTICLE_LIMITS, INTERNET, Page, Refused, fetch
from ingest.manners import polite
from ingest.models import Job

# Tests have a world of their own.
NETWORK = INTERNET
# So long a worker waits for its turn at a host; one that rests for longer waits in the database.
_PATIENCE_SECONDS: Final = 3.0
_LONGEST: Final = 2000
_UNFIT: Final = re.compile(r"[^\x21-\x7e]")


def fetch_page(claim: jobs.Claim) -> None:
    """Fetch the page and leave reading it to the next step.

    Raises:
        Refused, Unreachable: as `fetch`.
        NotYet: it is not the host's time.
        LeaseLostError: the page came too late; nothing is kept.
    """
    page = fetch(
        claim.article.url,
        limits=ARTICLE_LIMITS,
        gate=polite(patience_seconds=_PATIENCE_SECONDS),
        network=NETWORK,
    )
    if len(page.final_url) > _LONGEST:
        raise Refused(
            "bad_address",
            f"The address leads on to one of more than {_LONGEST} characters. "
            "Paste the text instead.",
        )
    with transaction.atomic():
        bodies.keep(claim.article.pk, page.body)
        jobs.advance(claim, Job.Step.READ, fetched_at=timezone.now(), **_told_of(page))


def _told_of(page: Page) -> dict[str, object]:
    return {
        "content_type": _told(page.content_type, 100),
        "charset": _told(page.charset, 40),
        "final_url": page.final_url,
    }


def _told(word: str | None, length: int) -> str:
    """Return what a header says; nothing where no column could hold it."""
    return word if word and len(word) <= length and not _UNFIT.search(word) else ""
