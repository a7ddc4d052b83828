"""Addresses of entries: http(s) to a named host, or none."""

from typing import Final
from urllib.parse import urljoin, urlsplit

from ingest.fetch import Refused, canonical, parse_address, refuse_inner

SCHEME: Final = "link.scheme"
ADDRESS: Final = "link.address"
_LONGEST: Final = 2_000
_WEB: Final = frozenset({"http", "https"})


def read_link(written: str, base: str) -> tuple[str, str]:
    """Return the address that a link leads to, and a flag or "".

    Relative links are relative to `base`. What is no web address (`javascript:`, `data:`, a base of
    `file:`), and what names a host but leaves its scheme to chance (`//host`), is `link.scheme`; an
    address that would not be fetched (inner, other port, unreadable) is `link.address`. Both come
    without an address.
    """
    written = "".join(written.split())
    if not written:
        return "", ""
    if len(written) > _LONGEST:
        return "", ADDRESS
    try:
        whole = urljoin(base, written)
        scheme = urlsplit(whole).scheme
    except ValueError:
        return "", ADDRESS
    if written.startswith(("//", "\\")) or scheme not in _WEB:
        return "", SCHEME
    return _fetchable(whole)


def known_as(link: str) -> str:
    """Return the one spelling under which a checked address is known."""
    try:
        return canonical(link)
    except Refused:
        return link


def _fetchable(whole: str) -> tuple[str, str]:
    try:
        address = parse_address(whole)
        refuse_inner(address)
    except Refused:
        return "", ADDRESS
    return (whole, "") if len(whole) <= _LONGEST else ("", ADDRESS)
