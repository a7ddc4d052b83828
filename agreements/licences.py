"""Whose texts everybody may read whole: by the host that published them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Licence:
    """What a text may be shown under, and the address that says so."""

    name: str
    url: str


def licence_of(url: str | None) -> Licence | None:
    """Return the licence of what was published at an address; None where none is known."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    known, name = _by_host(), host
    if name in known:
        return known[name]
    while name:
        if "." + name in known:
            return known["." + name]
        name = name.partition(".")[2]
    return None


@cache
def _by_host() -> Mapping[str, Licence]:
    text = resources.files("agreements.reference").joinpath("licences.toml").read_text("utf-8")
    return {
        host: Licence(told["name"], told["url"])
        for told in tomllib.loads(text)["licence"]
        for host in told["hosts"]
    }
