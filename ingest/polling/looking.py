"""One look at a source, whatever kind it is; no tables are written."""

from dataclasses import dataclass

from ingest import feeds
from ingest.fetch import INTERNET, Unreachable
from ingest.manners import NotYet
from ingest.models import Source
from ingest.polling.folders import look_at_folder, look_at_mailbox
from ingest.polling.look import Look
from ingest.polling.pages import look_at_page
from ingest.polling.taking import sift
from ingest.polling.web import getter, look_at_feed

# Tests have a world of their own.
NETWORK = INTERNET


@dataclass(frozen=True, slots=True)
class Previewed:
    """What would come in: each entry with why it would be left out ("" if it would not)."""

    title: str
    entries: tuple[tuple[feeds.Entry, str], ...]
    seen: int
    warnings: tuple[str, ...]


def look_at(source: Source) -> Look:
    """Return what a source lists now.

    Raises:
        FetchError, Unusable: it can't be had, or can't be read; each with a code and a sentence.
        NotYet: it is not the host's time; nothing was tried.
    """
    if source.kind == Source.Kind.FOLDER:
        return look_at_folder(source)
    if source.kind == Source.Kind.MAILBOX:
        return look_at_mailbox(source)
    get = getter(NETWORK)
    return (
        look_at_page(source, get) if source.kind == Source.Kind.PAGE else look_at_feed(source, get)
    )


def preview(source: Source) -> Previewed:
    """Return what a source, stored or not, would bring in.

    Raises what `look_at` raises; Unreachable `not_yet` where that is NotYet.
    """
    try:
        look = look_at(source)
    except NotYet as early:
        raise Unreachable("not_yet", f"{early} Try again then.") from early
    return Previewed(look.feed.title, tuple(sift(source, look)), look.feed.seen, look.feed.warnings)
