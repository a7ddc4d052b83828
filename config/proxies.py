"""Where a request comes from, if a proxy stands in front that we know."""

import ipaddress
from collections.abc import Callable, Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from config.env import Network

_MOST: Final = 20


class ProxyMiddleware:
    """Put the caller's address in place of the proxy's, as it stands in X-Forwarded-For.

    Only what comes from a proxy of TRUSTED_PROXIES is believed, and of the list only what our own
    proxies have added: the last address that is none of theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = caller_address(
                request.META.get("REMOTE_ADDR", ""),
                request.META.get("HTTP_X_FORWARDED_FOR", ""),
                settings.TRUSTED_PROXIES,
            )
        return self.get_response(request)


def caller_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Return the caller's address; `peer` is who speaks to us, `forwarded` what they say."""
    address = peer
    for told in reversed(forwarded.rsplit(",", _MOST)):
        if not _is_trusted(address, trusted):
            break
        if not _is_address(told.strip()):
            break
        address = told.strip()
    return address


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


def _is_address(told: str) -> bool:
    try:
        ipaddress.ip_address(told)
    except ValueError:
        return False
    return True
