"""Any address, against an oracle that knows by how it was made where it leads.

The oracle has its own table, after IANA's registries of special-purpose addresses (RFC 6890), and
its own way to make addresses; it shares no line with the fetcher.
"""

import ipaddress
import random
import socket
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ingest.fetch import FetchError, Network, fetch

# Numbers that are nobody's on the internet, or lead to one that is hidden inside.
CLOSED = [
    ipaddress.ip_network(written)
    for written in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    ]
]
Number = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_open(number: Number) -> bool:
    return not any(number in net for net in CLOSED if net.version == number.version)


@dataclass(frozen=True)
class Made:
    """An address, the numbers of its name, and whether anything may be sent to them."""

    url: str
    numbers: tuple[str, ...]
    is_open: bool = False


PUBLIC = ("1.1.1.1",)


LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
DIGITS = {ord(digit): chr(0xFF10 + int(digit)) for digit in "0123456789"}


class Maker:
    """Makes addresses, the same ones from the same seed."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311  nothing secret

    def number(self) -> Number:
        """Return any number, or one at the edge of a closed network, or within one."""
        way = self.luck.randrange(5)
        if way < 2:
            return _of(6 if way else 4, self.luck.getrandbits(128 if way else 32))
        net = self.luck.choice(CLOSED)
        if way == 2:
            return net[self.luck.randrange(net.num_addresses)]
        edge = self.luck.choice([net[0], net[-1]])
        return _of(net.version, (int(edge) + self.luck.randint(-2, 2)) % (1 << net.max_prefixlen))

    def name(self) -> str:
        labels = ["".join(self.luck.choices(LETTERS, k=self.luck.randint(1, 9))) for _ in range(2)]
        return ".".join([*labels[: self.luck.randint(1, 2)], "test"])

    def port(self) -> str:
        return self.luck.choice(["", "", ":80", ":443", f":{self.luck.randrange(70_000)}"])

    def path(self) -> str:
        return "/" + "".join(self.luck.choices("abc/?=&;:,.~-_", k=self.luck.randrange(12)))

    def honest(self) -> Made:
        """Return an address with a number or with a name."""
        found = [self.number() for _ in range(self.luck.randint(1, 3))]
        name = self.name()
        if self.luck.random() < 0.5:
            found = found[:1]
            name = f"[{found[0]}]" if found[0].version == 6 else str(found[0])
        port = self.port()
        url = f"{self.luck.choice(['http', 'https', 'HTTP'])}://{name}{port}{self.path()}"
        may = port in {"", ":80", ":443"} and all(map(is_open, found))
        return Made(url, tuple(map(str, found)), may)

    def dishonest(self) -> Made:
        """Return an address that leads nowhere, whatever its name resolves to."""
        name, label = self.name(), self.name().partition(".")[0]
        number = ipaddress.IPv4Address(self.luck.getrandbits(32))
        parts = number.packed
        authority = self.luck.choice(
            [
                f"x{label}",
                f"{label}.{self.luck.choice(['local', 'internal', 'localhost', 'home.arpa'])}",
                f"{label}@{name}",
                f"{name}\\@{name}",
                str(int(number)),
                hex(int(number)),
                ".".join(f"0{part:o}" for part in parts),
                ".".join(hex(part) for part in parts),
                f"{parts[0]}.{parts[1]}.{int.from_bytes(parts[2:])}",
                f"{parts[0]}.{int.from_bytes(parts[1:])}",
                f"{number}.0",
                str(number).translate(DIGITS),
            ]
        )
        if self.luck.random() < 0.2:
            return Made(f"{self.luck.choice(['ftp', 'file', 'dict', 'ws'])}://{name}/", PUBLIC)
        return Made(f"http://{authority}{self.path()}", PUBLIC)

    def address(self) -> Made:
        return self.honest() if self.luck.random() < 0.7 else self.dishonest()


def _of(version: int, number: int) -> Number:
    return ipaddress.IPv6Address(number) if version == 6 else ipaddress.IPv4Address(number)


@given(some.integers(0, 2**64))
@settings(max_examples=20, deadline=None)
def test_nothing_is_dialled_but_what_the_oracle_knows_to_be_open(seed: int) -> None:
    maker = Maker(seed)
    for _ in range(100):
        agrees(maker.address())


@pytest.mark.parametrize(
    "address",
    [
        Made("http://[::ffff:8.8.8.8]/", ("::ffff:8.8.8.8",)),
        Made("http://[64:ff9b::808:808]/", ("64:ff9b::808:808",)),
        Made("http://8.8.8.8/", ("8.8.8.8",), is_open=True),
        Made("http://news.test/", ("8.8.8.8", "2606:4700::1111"), is_open=True),
        Made("http://news.test/", ("8.8.8.8", "127.0.0.1")),
    ],
)
def test_oracle_agrees_on_what_is_known(address: Made) -> None:
    agrees(address)


def agrees(address: Made) -> None:
    """Fetch where every connection fails, and compare what was dialled with what may be."""
    dialled: list[str] = []

    def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
        dialled.append(number)
        raise ConnectionRefusedError

    world = Network(resolve=lambda *_: list(address.numbers), dial=dial)
    with pytest.raises(FetchError) as caught:
        fetch(address.url, network=world)
    assert bool(dialled) == address.is_open, (address, caught.value.code)
    assert (caught.value.code == "connection") == address.is_open
    assert set(dialled) <= set(address.numbers)
