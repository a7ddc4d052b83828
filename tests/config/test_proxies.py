"""Whose word on a caller's address is believed."""

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django.fixtures import Settings

from config.proxies import ProxyMiddleware, caller_address

OURS = [ip_network("10.0.0.0/8"), ip_network("2001:db8::1/128")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "192.0.2.7", "192.0.2.7"),
        # What the caller wrote before our proxy added what it saw.
        ("10.0.0.1", "1.1.1.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.7, 10.9.9.9", "192.0.2.7"),
        ("10.0.0.1", " 2001:db8:7::1 ", "2001:db8:7::1"),
        # Nobody whom we know says so.
        ("192.0.2.9", "1.1.1.1", "192.0.2.9"),
        ("2001:db8::2", "1.1.1.1", "2001:db8::2"),
        ("", "1.1.1.1", ""),
        # What is no address is not believed, nor what stands before it.
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.7:4711", "10.0.0.1"),
        ("10.0.0.1", ", ".join(["10.0.0.2"] * 5000), "10.0.0.2"),
        ("10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"),
    ],
)
def test_the_last_address_that_is_not_our_proxys_is_the_callers(
    peer: str, forwarded: str, caller: str
) -> None:
    assert caller_address(peer, forwarded, OURS) == caller


@pytest.mark.parametrize(("trusted", "seen"), [([], "10.0.0.1"), (OURS, "192.0.2.7")])
def test_by_default_nobody_is_believed(
    settings: Settings, trusted: list[object], seen: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = HttpRequest()
    request.META |= {
        "REMOTE_ADDR": "10.0.0.1",
        "HTTP_X_FORWARDED_FOR": "192.0.2.7",
        "HTTP_X_REAL_IP": "1.1.1.1",
        "HTTP_FORWARDED": "for=1.1.1.1",
    }
    ProxyMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen
