"""One message sent out: to the address that was given and no further, under the same guards."""

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Final

from ingest.fetch.addresses import Address, parse_address
from ingest.fetch.errors import FetchError, Refused
from ingest.fetch.limits import Deadline, Limits
from ingest.fetch.network import INTERNET, Network, Trip, check_numbers, connect
from ingest.fetch.page import named_failures
from ingest.fetch.status import retry_after_seconds
from ingest.fetch.wire import Asked, ask

# What is kept of an answer; the rest is not even read.
_SHOWN_BYTES: Final = 500
_PLAIN: Final = {"Accept": "*/*", "Accept-Encoding": "identity"}
POST_LIMITS: Final = Limits(
    total_seconds=15.0,
    dns_seconds=3.0,
    connect_seconds=5.0,
    read_seconds=10.0,
    redirects=0,
    header_bytes=16_384,
    wire_bytes=65_536,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: its status, the first bytes of its body, the wait it asks for."""

    status: int
    beginning: bytes
    retry_after_seconds: int | None
    seconds: float


def check_target(url: str, *, limits: Limits = POST_LIMITS, network: Network = INTERNET) -> None:
    """Refuse an address that nothing may be sent to, as far as can be seen without calling it.

    Raises:
        Refused: it is no https address, or its name leads inside.
        Unreachable: its name is not known.
    """
    trip = Trip(network, limits, Deadline(limits.total_seconds), allow_private=False)
    check_numbers(_secure(url), trip)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limits: Limits = POST_LIMITS,
    network: Network = INTERNET,
) -> Answer:
    """Send a message and return the answer, whatever its status; redirects are not followed.

    The name is looked up and checked anew each time, and the checked number is what is connected
    to: a name that leads elsewhere since it was saved leads nowhere inside.

    Raises:
        Refused: another try would end the same (a private address, a bad certificate, …).
        Unreachable: another try may do.
    """
    address = _secure(url)
    trip = Trip(network, limits, Deadline(limits.total_seconds), allow_private=False)
    began = time.monotonic()
    with named_failures(address), contextlib.closing(connect(address, trip)) as connection:
        answer, _ = ask(address, connection, trip, Asked("POST", _PLAIN | dict(headers), body))
        beginning = b""
        # The status is the answer; how its body goes on changes nothing.
        with contextlib.suppress(OSError, HTTPException, FetchError):
            beginning = answer.read(_SHOWN_BYTES)
        wait = retry_after_seconds(answer.headers, now=datetime.now(UTC))
        return Answer(answer.status, beginning, wait, time.monotonic() - began)


def _secure(url: str) -> Address:
    address = parse_address(url)
    if address.scheme != "https":
        raise Refused("bad_scheme", "Messages are sent to https:// addresses only.")
    return address
