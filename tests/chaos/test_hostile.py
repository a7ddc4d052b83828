"""Each hostile publisher of the suite is refused by a name, and none leads inside."""

import dataclasses
import socket
from collections.abc import Iterator

import pytest
from django.utils import timezone

from chaos import hostile
from chaos.publisher import publishing
from ingest.feeds import Feed, Unusable, parse
from ingest.fetch import FEED_LIMITS, FetchError, Limits, fetch
from tests.hostile import HostileServer


@pytest.fixture(scope="module")
def press() -> Iterator[int]:
    with publishing(5, 1) as port:
        yield port


@pytest.mark.parametrize("mode", hostile.MODES)
def test_each_is_refused_by_a_name_and_in_time(press: int, mode: str) -> None:
    limits = dataclasses.replace(FEED_LIMITS, total_seconds=2.0, read_seconds=1.0)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0)
        port = canary.getsockname()[1]
        with pytest.raises((FetchError, Unusable)):
            polled(f"http://{mode}.example/hostile/{mode}/{port}", limits, press)
        with pytest.raises(BlockingIOError):
            canary.accept()


def polled(url: str, limits: Limits, press: int) -> Feed:
    page = fetch(url, limits=limits, network=HostileServer(press).network())
    return parse(
        page.body,
        content_type=page.content_type,
        charset=page.charset,
        url=page.final_url,
        now=timezone.now(),
    )
