"""Web addresses, taken apart strictly: what two programs could read in two ways is refused."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ingest.fetch.errors import Refused

LONGEST: Final = 2048
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMBER = re.compile(
    r"\d+|0x[0-9a-f]*"
)  # a name whose last label is one of these is an IPv4 address to a browser
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE: Final = "!$%&'()*+,-./:;=@_~?[]|"
# Letters that IDNA 2003 and IDNA 2008 turn into two different names: ß, final sigma, the joiners.
_DISPUTED: Final = frozenset("\u00df\u03c2\u200c\u200d")
_TRACKING: Final = frozenset(
    {"_ga", "_gl", "_hsenc", "_hsmi", "__twitter_impression", "dclid", "fbclid", "gbraid", "gclid"}
    | {"gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "igshid", "mc_cid", "mc_eid"}
    | {
        "mkt_tok",
        "msclkid",
        "ncid",
        "ref_src",
        "ref_url",
        "twclid",
        "vero_id",
        "wbraid",
        "wickedid",
    }
    | {"xtor", "yclid"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts.

    `host` is in ASCII and lower case, without brackets or a last dot; `target` is path and query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Return host and port as they stand in an address, the scheme's own port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address as text, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_address(url: str) -> Address:
    """Return the parts of a web address, of any port and host.

    Raises:
        Refused: `bad_address`, `bad_scheme` or `bad_port`.
    """
    url = url.strip()
    _refuse_odd_characters(url)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _bad("its host is not readable") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise Refused(
            "bad_scheme",
            "Only addresses that begin with http:// or https:// can be fetched. Write it in full.",
        )
    if "@" in parts.netloc:
        raise _bad("it contains a user name or a password")
    return Address(parts.scheme, _host(parts.hostname or ""), _port(parts), _target(parts))


def canonical(url: str) -> str:
    """Return the one spelling of an address under which its article is known.

    Lower-case ASCII host, no fragment, no tracking parameters, no default port; path and other
    parameters stay as they are. Canonical addresses come back unchanged. Raises what
    `parse_address` raises.
    """
    address = parse_address(url)
    path, _, query = address.target.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair))
    target = f"{path}?{kept}" if kept else path
    return Address(
        address.scheme, address.host, address.port, _ESCAPE.sub(_plain_escape, target)
    ).url


def _refuse_odd_characters(url: str) -> None:
    if len(url) > LONGEST:
        raise _bad(f"it is longer than {LONGEST:,} characters")
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if "\\" in url or (
        not is_plain
        and any(
            unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
            for character in url
        )
    ):
        raise _bad("it contains a space, a backslash or an invisible character")


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0 or parts.netloc.endswith(":"):
        raise Refused(
            "bad_port",
            "The port in the address is not a port number. Remove it, or correct the address.",
        )
    return port or _DEFAULT_PORTS[parts.scheme]


def _host(written: str) -> str:
    if ":" in written:
        return _ipv6(written)
    host = _ascii(written).removesuffix(".")
    if not _HOST.fullmatch(host):
        raise _bad("its host name is not a valid one")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _ipv4(host, written)
    return host


def _ascii(written: str) -> str:
    if written.isascii():
        return written.lower()
    if _DISPUTED & set(written):
        raise _bad("its host name can be read in two ways; write it in its xn-- form")
    try:
        return written.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _bad("its host name is not a valid one") from error


def _ipv4(host: str, written: str) -> str:
    try:
        number = ipaddress.IPv4Address(host)
    except ValueError as error:
        raise _bad("it writes an IP address in an unusual way") from error
    if not written.isascii():
        raise _bad("it writes an IP address in an unusual way")
    return str(number)


def _ipv6(written: str) -> str:
    try:
        number = ipaddress.IPv6Address(written)
    except ValueError as error:
        raise _bad("it writes an IP address in an unusual way") from error
    if number.scope_id:
        raise _bad("it names a network card")
    return str(number)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE)
    return f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith("utm_")


def _plain_escape(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _bad(reason: str) -> Refused:
    return Refused(
        "bad_address",
        f"This is not an address that can be fetched: {reason}. Check it, and paste it again.",
    )
