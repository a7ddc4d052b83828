"""What a host lets programs read: its robots.txt by RFC 9309, fetched once a day."""

import re
import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from protego import Protego

from ingest.fetch import FetchError, Limits, Trip, Unreachable, fetch
from ingest.fetch.addresses import Address
from ingest.manners.shared import asked

AGENT: Final = "AccordAtlas"
# RFC 9309: so much at least is to be read, and so many redirects are to be followed.
_MOST_BYTES: Final = 512_000
LIMITS: Final = Limits(
    total_seconds=10.0,
    redirects=5,
    decoded_bytes=_MOST_BYTES,
    content_types=None,
    accept="text/plain,*/*;q=0.1",
    cuts=True,
)
_FRESH_SECONDS: Final = 86_400
# While a host does not say, what it said before holds for so long.
_KEPT_SECONDS: Final = 7 * _FRESH_SECONDS
# A host that says more to us than this is asked again each time: memory is for the others, and the
# broker lives in Valkey's too.
_LONGEST_KEPT: Final = 50_000
_MOST_HOSTS: Final = 256
_LONGEST_PAUSE_SECONDS: Final = 60.0
_NAME = re.compile(r"user[- ]?agent\s*+:?\s*+(.*)", re.IGNORECASE)
_OF_NO_GROUP = re.compile(r"site-?maps?\b|host\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us, and when it was read (seconds since 1970)."""

    parser: Protego
    read_at: float

    def allow(self, url: str) -> bool:
        """Tell whether this page may be read."""
        return bool(self.parser.can_fetch(url, AGENT))

    @property
    def pause_seconds(self) -> float:
        """The pause that it wants between two calls; more than a minute counts as a minute."""
        return min(self.parser.crawl_delay(AGENT) or 0.0, _LONGEST_PAUSE_SECONDS)

    @property
    def is_fresh(self) -> bool:
        """Tell whether they need not be asked for again."""
        return time.time() - self.read_at < _FRESH_SECONDS


_parsed: Final[OrderedDict[str, Rules]] = OrderedDict()
_lock: Final = threading.Lock()


def known(address: Address) -> Rules | None:
    """Return the host's rules if somebody has asked for them today."""
    rules = _any_known(_origin(address))
    return rules if rules and rules.is_fresh else None


def ask(address: Address, trip: Trip) -> Rules:
    """Ask the host for its rules: all is allowed where it has none (404), nothing while it fails.

    Raises:
        Unreachable: `robots_unreachable`, or why the host itself can't be reached.
    """
    origin = _origin(address)
    try:
        page = fetch(
            f"{origin}/robots.txt",
            limits=LIMITS,
            allow_private=trip.allow_private,
            network=trip.network,
        )
    except Unreachable as error:
        before = _any_known(origin)
        if before is None:
            raise _unsaid(address, error) from error
        return before
    except FetchError:
        return _keep(origin, b"", time.time())
    return _keep(origin, page.body, time.time())


def _unsaid(address: Address, error: Unreachable) -> Unreachable:
    if not error.code.startswith("http_"):
        return error
    return Unreachable(
        "robots_unreachable",
        f"{address.host} does not say what programs may read: its robots.txt fails"
        f" ({error.code.removeprefix('http_')}). It will be tried again later.",
        retry_after_seconds=error.retry_after_seconds,
    )


def _origin(address: Address) -> str:
    return f"{address.scheme}://{address.authority}"


def _any_known(origin: str) -> Rules | None:
    with _lock:
        if origin in _parsed:
            _parsed.move_to_end(origin)
        rules = _parsed.get(origin)
    if rules and rules.is_fresh:
        return rules
    shared = asked(lambda valkey: valkey.get(_key(origin)))
    if not isinstance(shared, bytes):
        return rules
    read_at, _, packed = shared.partition(b" ")
    return _parse(origin, zlib.decompress(packed).decode(), float(read_at))


def _keep(origin: str, body: bytes, read_at: float) -> Rules:
    text = for_us(body.decode("utf-8-sig", "replace"))
    if len(text) <= _LONGEST_KEPT:
        shared = b"%d " % read_at + zlib.compress(text.encode())
        asked(lambda valkey: valkey.set(_key(origin), shared, ex=_KEPT_SECONDS))
    return _parse(origin, text, read_at)


def _parse(origin: str, text: str, read_at: float) -> Rules:
    rules = Rules(Protego.parse(text), read_at)
    if len(text) <= _LONGEST_KEPT:
        with _lock:
            _parsed[origin] = rules
            while len(_parsed) > _MOST_HOSTS:
                _parsed.popitem(last=False)
    return rules


def for_us(text: str) -> str:
    """Return the lines of the groups that are for us or for everybody.

    The parser keeps each rule once a name: thousands of names over thousands of rules, in a file of
    half a megabyte, would fill any memory.
    """
    kept: list[str] = []
    ours = {"*", AGENT.lower()}
    names: set[str] = set()
    were_names = False
    for line in (written.partition("#")[0].strip() for written in text.splitlines()):
        if found := _NAME.match(line):
            names = names if were_names else set()
            were_names = True
            name = found[1].strip().lower()
            if name in ours - names:
                kept.append(f"user-agent: {name}")
            names |= ours & {name}
        elif line and not _OF_NO_GROUP.match(line):
            were_names = False
            kept += [line] if names else []
    return "\n".join(kept)


def forget() -> None:
    """Forget what this process knows; for tests."""
    with _lock:
        _parsed.clear()


def _key(origin: str) -> str:
    return f"manners:robots:{origin}"
