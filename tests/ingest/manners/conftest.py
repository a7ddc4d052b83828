"""A host with manners of its own, and workers who have never heard of it."""

from collections.abc import Callable, Iterator

import pytest

from tests.courtesy import forget_hosts
from tests.hostile import HostileServer, hostile_server
from tests.hostile.answers import plain


@pytest.fixture(scope="module")
def running() -> Iterator[HostileServer]:
    """Run a server for a module's tests."""
    with hostile_server() as server:
        yield server


@pytest.fixture
def host(running: HostileServer) -> HostileServer:
    """Return the server as if it had just begun: without a robots.txt, and never called."""
    running.own = {}
    running.requests.clear()
    running.calls.clear()
    return running


@pytest.fixture
def says(host: HostileServer) -> Callable[[str], None]:
    """Return what makes the host's robots.txt say something."""

    def say(text: str) -> None:
        host.own["/robots.txt"] = lambda: plain(text.encode())

    return say


@pytest.fixture(autouse=True)
def nobody_knows(servers: None) -> None:
    """Let nobody know of any host."""
    forget_hosts()
