"""Connections to public hosts only.

Every answer of the name service is checked, and the checked number is what we connect to.
"""

import functools
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

import certifi

from ingest.fetch.addresses import Address
from ingest.fetch.errors import Refused, Unreachable
from ingest.fetch.limits import Deadline, Limits

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS: Final = frozenset({80, 443})
_TRIES: Final = 4  # numbers of one name that are tried before giving up
# Names that never leave a machine or a house, whatever a name service says.
_INNER_NAMES: Final = ("localhost", "local", "internal", "home.arpa")
_GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")
# What ipaddress calls global and yet leads inside: transition forms with an IPv4 address in them
# (Teredo lies in 2001::/23), cloud metadata, documentation. From the registries of RFC 6890.
_INNER_NETWORKS: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)


def resolve_name(host: str, port: int, timeout_seconds: float) -> list[str]:
    """Return all numbers of a host, in the system's order; raises Unreachable `dns`.

    The system's own call knows no time limit: it runs in a thread that is left behind when it takes
    too long.
    """
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()
    threading.Thread(
        target=_ask_system, args=(host, port, answers), daemon=True, name="resolve"
    ).start()
    try:
        answer = answers.get(timeout=timeout_seconds)
    except queue.Empty:
        raise _no_name(host) from None
    if isinstance(answer, Exception) or not answer:
        raise _no_name(host)
    return answer


def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
    """Return a connection to a number; raises OSError."""
    return socket.create_connection((number, port), timeout=timeout_seconds)


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Return the context that verifies certificates, by the system's roots or by certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True, slots=True)
class Network:
    """The world outside, as functions; tests give their own, and every check stays in force."""

    resolve: Callable[[str, int, float], list[str]] = resolve_name
    dial: Callable[[str, int, float], socket.socket] = dial
    tls_context: Callable[[], ssl.SSLContext] = tls_context
    user_agent: str = (
        "AccordAtlas/1.0 (archive of news on security agreements; reads one page at a time)"
    )


INTERNET: Final = Network()


@dataclass(frozen=True, slots=True)
class Trip:
    """What holds for one fetch at every hop.

    `allow_private` lets loopback numbers and their ports in, nothing else.
    """

    network: Network
    limits: Limits
    deadline: Deadline
    allow_private: bool


# What is asked before each hop, and told after it: whether the host may be called now. It raises
# whatever its owner knows of; the hop's own failures pass through it.
Gate = Callable[[Address, Trip], AbstractContextManager[None]]


def is_public(number: str) -> bool:
    """Tell whether a number belongs to the public internet; False for what is no number."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in net for net in _INNER_NETWORKS)
    )


def refuse_inner(address: Address) -> None:
    """Refuse what can be refused without asking anybody: inner names and numbers, other ports.

    Raises:
        Refused: `private_address` or `bad_port`.
    """
    number = _number(address.host)
    if _is_inner_name(address.host) if number is None else not is_public(str(number)):
        raise _private(address)
    _refuse_port(address)


def check_numbers(address: Address, trip: Trip) -> list[str]:
    """Return the numbers of the host, which nothing has been sent to yet.

    Raises:
        Refused: `bad_port`, or `private_address` when the name or one of its numbers leads inside.
        Unreachable: `dns`.
    """
    literal = _number(address.host)
    if literal is None and _is_inner_name(address.host) and not trip.allow_private:
        raise _private(address)
    numbers = [str(literal)] if literal else _resolve(address, trip)
    if trip.allow_private and all(_is_loopback(number) for number in numbers):
        return numbers
    if not all(is_public(number) for number in numbers):
        raise _private(address)
    _refuse_port(address)
    return numbers


def connect(address: Address, trip: Trip) -> socket.socket:
    """Return a connection to a checked number of the host, inside TLS for https.

    Raises:
        Refused: `bad_port`, or `private_address` when the name or one of its numbers leads inside.
        Unreachable: `dns` or `connection`.
        OSError: from TLS; certificates are verified for the name.
    """
    numbers = check_numbers(address, trip)
    connection = _dial_first(address, numbers, trip)
    try:
        _check_peer(connection, numbers)
        if address.scheme == "http":
            return connection
        connection.settimeout(trip.deadline.left(trip.limits.connect_seconds))
        return trip.network.tls_context().wrap_socket(connection, server_hostname=address.host)
    except BaseException:
        connection.close()
        raise


def _ask_system(
    host: str, port: int, answers: queue.SimpleQueue[list[str] | OSError | UnicodeError]
) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error)
    else:
        answers.put([str(entry[4][0]) for entry in found])


def _refuse_port(address: Address) -> None:
    if address.port not in _PORTS:
        raise Refused(
            "bad_port", f"Pages are fetched from ports 80 and 443 only, not from {address.port}."
        )


def _resolve(address: Address, trip: Trip) -> list[str]:
    numbers = trip.network.resolve(
        address.host, address.port, trip.deadline.left(trip.limits.dns_seconds)
    )
    if not numbers:
        raise _no_name(address.host)
    return numbers


def _number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_inner_name(host: str) -> bool:
    return "." not in host or any(
        host == name or host.endswith(f".{name}") for name in _INNER_NAMES
    )


def _is_loopback(number: str) -> bool:
    address = _number(number)
    return address is not None and address.is_loopback


def _dial_first(address: Address, numbers: list[str], trip: Trip) -> socket.socket:
    reason: OSError | None = None
    for number in numbers[:_TRIES]:
        try:
            return trip.network.dial(
                number, address.port, trip.deadline.left(trip.limits.connect_seconds)
            )
        except OSError as error:
            reason = error
    raise Unreachable(
        "connection",
        f"No connection to {address.host}: it does not answer. It will be tried again later.",
    ) from reason


def _check_peer(connection: socket.socket, numbers: list[str]) -> None:
    """Refuse a connection that ended elsewhere, as behind a translating proxy of the system."""
    peer = str(connection.getpeername()[0])
    if _number(peer) not in {_number(number) for number in numbers}:
        raise Refused(
            "private_address",
            f"The connection ended at {peer}, which was not checked. Nothing was sent.",
        )


def _private(address: Address) -> Refused:
    return Refused(
        "private_address",
        f"{address.host} leads into a private network, which is not read. Paste the text instead.",
    )


def _no_name(host: str) -> Unreachable:
    return Unreachable(
        "dns", f"The name {host} was not found. Check the address; it will be tried again later."
    )
