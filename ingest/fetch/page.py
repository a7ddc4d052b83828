"""One fetch: hop by hop to a page, each hop checked from the start."""

import contextlib
import http.client
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, overload
from urllib.parse import urljoin

from ingest.fetch.addresses import Address, parse_address
from ingest.fetch.errors import Refused, Unreachable
from ingest.fetch.limits import DEFAULT_LIMITS, Deadline, Limits
from ingest.fetch.network import INTERNET, Gate, Network, Trip, connect
from ingest.fetch.status import failure
from ingest.fetch.validators import NO_VALIDATORS, Validators, validators_of
from ingest.fetch.wire import Asked, ask, read_body

_OK: Final = frozenset({200, 203})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD: Final = frozenset({301, 308})
_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with a body.

    `content_type` (lower case, without parameters) and `charset` are what the server says, or None.
    `moved_to` is where the address leads for good (301, 308), None where it leads nowhere else.
    """

    url: str
    final_url: str
    status: int
    content_type: str | None
    charset: str | None
    body: bytes
    validators: Validators = NO_VALIDATORS
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The answer that nothing has changed; `validators` are to be kept in place of those sent."""

    url: str
    final_url: str
    validators: Validators
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class _Moved:
    to: Address
    for_good: bool


def _open_gate(_address: Address, _trip: Trip) -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()


@overload
def fetch(
    url: str,
    *,
    limits: Limits = ...,
    gate: Gate = ...,
    allow_private: bool = ...,
    network: Network = ...,
) -> Page: ...


@overload
def fetch(
    url: str,
    *,
    validators: Validators,
    limits: Limits = ...,
    gate: Gate = ...,
    allow_private: bool = ...,
    network: Network = ...,
) -> Page | NotModified: ...


def fetch(
    url: str,
    *,
    validators: Validators = NO_VALIDATORS,
    limits: Limits = DEFAULT_LIMITS,
    gate: Gate = _open_gate,
    allow_private: bool = False,
    network: Network = INTERNET,
) -> Page | NotModified:
    """Return the page at a public address; no cookies, no proxies, no credentials.

    With `validators`, those of the page as it was last seen, it is sent only if it has changed.
    `gate` is passed at every hop: who calls other people's hosts gives `manners.polite()`.
    `allow_private` is for tests: it lets loopback hosts and their ports in. No setting reaches it.

    Raises:
        Refused: another try would end the same (a private address, too large, 404, …).
        Unreachable: another try may do (time out, name service, 429, 5xx, …).
    """
    trip = Trip(network, limits, Deadline(limits.total_seconds), allow_private)
    address, moved_to, for_good = parse_address(url), None, True
    for _ in range(limits.redirects + 1):
        with gate(address, trip), named_failures(address):
            answer = _visit(url, address, validators, trip)
        if not isinstance(answer, _Moved):
            return replace(answer, moved_to=moved_to)
        address, for_good = answer.to, for_good and answer.for_good
        moved_to = address.url if for_good else moved_to
    raise Refused(
        "too_many_redirects",
        f"The address leads on more than {limits.redirects} times. Open it, and paste the last.",
    )


def _visit(
    url: str, address: Address, validators: Validators, trip: Trip
) -> Page | NotModified | _Moved:
    conditions = validators.headers()
    with contextlib.closing(connect(address, trip)) as connection:
        answer, wire = ask(address, connection, trip, Asked(headers=conditions))
        if answer.status in _MOVED:
            following = _next_address(address, answer.headers.get("location"))
            return _Moved(following, answer.status in _MOVED_FOR_GOOD)
        said = validators_of(answer.headers)
        if answer.status == _NOT_MODIFIED and conditions:
            kept = Validators(
                said.etag or validators.etag, said.last_modified or validators.last_modified
            )
            return NotModified(url, address.url, kept)
        if answer.status not in _OK:
            raise failure(answer.status, answer.headers, now=datetime.now(UTC))
        content_type, charset = _content_type(answer.headers)
        _check_content_type(content_type, trip.limits)
        body = read_body(answer, wire, trip.limits.of(content_type))
        return Page(url, address.url, answer.status, content_type, charset, body, said)


def _next_address(address: Address, location: str | None) -> Address:
    if not location:
        raise Refused(
            "bad_answer",
            f"{address.host} says that the page has moved, but not where to. Look for its title.",
        )
    try:
        # Headers arrive as Latin-1; sites that write more than ASCII here write UTF-8.
        target = urljoin(address.url, location.encode("latin-1").decode("utf-8", "replace"))
    except ValueError as error:
        raise Refused(
            "bad_address", f"{address.host} leads on to an address that cannot be read."
        ) from error
    following = parse_address(target)
    if (address.scheme, following.scheme) == ("https", "http"):
        raise Refused(
            "insecure_redirect",
            f"{address.host} leads from https to http, which is refused. Paste the text instead.",
        )
    return following


def _content_type(headers: http.client.HTTPMessage) -> tuple[str | None, str | None]:
    written = str(headers.get("content-type", ""))
    if "/" not in written.partition(";")[0]:
        return None, None
    return headers.get_content_type(), headers.get_content_charset()


def _check_content_type(content_type: str | None, limits: Limits) -> None:
    if limits.let_in(content_type):
        return
    what = (
        "a PDF file" if content_type == "application/pdf" else f"a file of the type {content_type}"
    )
    raise Refused(
        "not_text",
        f"The address leads to {what}, not to a page with text. Paste the article's text instead.",
    )


@contextlib.contextmanager
def named_failures(address: Address) -> Iterator[None]:
    """Turn what sockets, TLS and http.client raise into this room's errors."""
    host = address.host
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Refused(
            "bad_certificate",
            f"{host} does not prove who it is: {error.verify_message}. Paste the text instead.",
        ) from error
    except TimeoutError as error:
        raise Unreachable(
            "timeout", f"{host} takes too long to answer. It will be tried again later."
        ) from error
    except ssl.SSLError as error:
        raise Unreachable(
            "tls", f"No secure connection to {host} came about. It will be tried again later."
        ) from error
    except http.client.IncompleteRead as error:
        raise Unreachable(
            "cut_short", "The page broke off before its end. It will be tried again later."
        ) from error
    except OSError as error:
        raise Unreachable(
            "connection", f"The connection to {host} broke. It will be tried again later."
        ) from error
    except http.client.HTTPException as error:
        raise Refused(
            "bad_answer",
            f"What {host} answers is not a web page. Paste the article's text instead.",
        ) from error
