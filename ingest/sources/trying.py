"""A source tried before it is one: what is at its address, and what would come in from there.

The only place where somebody waits for other people's hosts: a short deadline for all calls
together, few trials at once in a process, few a minute for an editor. Nothing is stored.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import redis

from ingest import feeds
from ingest.clean import Headline, Unreadable, offered_feeds
from ingest.feeds import Format, Unusable
from ingest.fetch import FEED_LIMITS, PAGE_TYPES, FetchError, Page, Unreachable, fetch
from ingest.fetch import Validators as _Validators
from ingest.fetch.wording import of_a_source, of_the_last_try
from ingest.manners import NotYet, polite
from ingest.manners.shared import asked
from ingest.models import Source
from ingest.polling import looking
from ingest.polling.folders import allowed
from ingest.polling.look import Look
from ingest.polling.pages import look_at_page
from ingest.polling.taking import sift
from ingest.polling.web import look_at_feed

ALL_SECONDS: Final = 10.0
MOST_A_MINUTE: Final = 12
# Between two calls of a host is a pause: a page and the feed that it offers are two.
_PATIENCE_SECONDS: Final = 5.0
MOVED: Final = "source.moved"
# The other threads of a process go on serving pages.
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_MINUTE_SECONDS: Final = 60
_log = logging.getLogger(__name__)
_SITEMAPS: Final = frozenset({Format.SITEMAP, Format.SITEMAP_INDEX})


class NotTriedError(Exception):
    """Nothing could be looked at: a stable `code`, and a `sentence` that says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both; nobody tries it again but the editor."""
        self.code = code
        asked = of_a_source(code, sentence)
        self.sentence = of_the_last_try(asked, instead="Try it again in a while.")
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is at an address.

    `entries` each with why it would be left out ("" if it would not); `seen` counts all that are
    listed, `warnings` are codes. Where a page offers feeds, they are `offers` and there are no
    entries: one of them, or the page itself, is to be chosen.
    """

    kind: Source.Kind
    address: str
    title: str = ""
    entries: tuple[tuple[feeds.Entry, str], ...] = ()
    seen: int = 0
    warnings: tuple[str, ...] = ()
    offers: tuple[Headline, ...] = ()

    @property
    def wanted(self) -> int:
        """Return how many entries would come in, were the quota no matter."""
        return sum(not reason for _, reason in self.entries)


def try_out(source: Source, *, editor: int) -> Trial:
    """Look at what a source that is not stored would bring in.

    Its kind is found out; if it says PAGE, a page is not asked for the feeds that it offers.

    Raises:
        NotTriedError: with the code of what went wrong, `trial.busy` or `trial.too_many`.
    """
    try:
        if source.address.startswith("/"):
            return _of_files(source)
        _count(editor)
        with _place():
            return _of_web(source, _Getter())
    except (FetchError, Unusable, Unreadable) as error:
        raise NotTriedError(error.code, error.sentence) from error
    except NotTriedError:
        raise
    except Exception as error:  # as a poll takes it: what nobody foresaw is told, and logged
        _log.exception("trying %s failed", source.address)
        name = type(error).__name__
        raise NotTriedError(
            "internal", f"Trying it failed: {name}. The operator's log says more."
        ) from error


def _of_files(source: Source) -> Trial:
    is_folder = allowed(source.address).is_dir()
    source.kind = Source.Kind.FOLDER if is_folder else Source.Kind.MAILBOX
    return _trial(source, looking.look_at(source))


def _of_web(source: Source, get: "_Getter") -> Trial:
    if source.kind != Source.Kind.PAGE:
        try:
            look = look_at_feed(source, get)
        except Unusable as error:
            if error.code != "feed.not_a_feed" or not get.is_page(source.address):
                raise
        else:
            is_sitemap = look.feed.format in _SITEMAPS
            source.kind = Source.Kind.SITEMAP if is_sitemap else Source.Kind.FEED
            return _trial(source, look)
        if offers := get.offers(source.address):
            return Trial(kind=Source.Kind.PAGE, address=source.address, offers=offers)
    source.kind = Source.Kind.PAGE
    return _trial(source, look_at_page(source, get))


def _trial(source: Source, look: Look) -> Trial:
    return Trial(
        kind=Source.Kind(source.kind),
        address=look.moved_to or source.address,
        title=look.feed.title,
        entries=tuple(sift(source, look)),
        seen=look.feed.seen,
        warnings=(*look.feed.warnings, *([MOVED] if look.moved_to else [])),
    )


@dataclass(slots=True)
class _Getter:
    """Asks for each address once, all of them within one deadline."""

    _end: float = field(default_factory=lambda: time.monotonic() + ALL_SECONDS)
    _had: dict[str, Page] = field(default_factory=dict)

    def __call__(self, url: str, _validators: _Validators) -> Page:
        """Return the page; raises as `fetch`."""
        if url not in self._had:
            left = self._end - time.monotonic()
            if left <= 0:
                raise Unreachable("timeout", f"It took more than {ALL_SECONDS:g} seconds.")
            limits = replace(FEED_LIMITS, total_seconds=left)
            gate = polite(patience_seconds=min(left, _PATIENCE_SECONDS))
            try:
                self._had[url] = fetch(url, limits=limits, gate=gate, network=looking.NETWORK)
            except NotYet as early:
                raise Unreachable("not_yet", f"{early} Try it again then.") from early
        return self._had[url]

    def is_page(self, url: str) -> bool:
        """Tell whether what was had there is for people, as far as its server says."""
        return self._had[url].content_type in PAGE_TYPES | {None}

    def offers(self, url: str) -> tuple[Headline, ...]:
        """Return the feeds that the page offers."""
        page = self._had[url]
        return tuple(offered_feeds(page.body, charset=page.charset, url=page.final_url))


@contextlib.contextmanager
def _place() -> Iterator[None]:
    if not _AT_ONCE.acquire(blocking=False):
        raise NotTriedError(
            "trial.busy", "Others are trying sources out just now. Try it again in a few seconds."
        )
    try:
        yield
    finally:
        _AT_ONCE.release()


def _count(editor: int) -> None:
    """Count a trial; where Valkey is silent, the places alone limit them."""
    tried = asked(lambda valkey: _counted(valkey, f"atlas:trials:{editor}"))
    if tried is not None and tried > MOST_A_MINUTE:
        raise NotTriedError(
            "trial.too_many",
            f"That is more than {MOST_A_MINUTE} trials in a minute. Wait a moment, then go on.",
        )


def _counted(valkey: redis.Redis, key: str) -> int:
    with valkey.pipeline() as pipe:
        pipe.set(key, 0, ex=_MINUTE_SECONDS, nx=True)
        pipe.incr(key)
        return int(pipe.execute()[1])
