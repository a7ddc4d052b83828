"""What the tests of webhooks share: a receiver, in a world where every address leads to it."""

from collections.abc import Iterator

import pytest

from ingest import subscribing
from tests import cast
from tests.receiver import Receiver, receiving


@pytest.fixture(scope="module")
def hook_server() -> Iterator[Receiver]:
    """A receiver that runs for a module's tests."""
    with receiving() as running:
        yield running


@pytest.fixture
def receiver(hook_server: Receiver, monkeypatch: pytest.MonkeyPatch, db: None) -> Receiver:
    """The receiver in a good mood, in a world where every address leads to it."""
    cast.parties()
    hook_server.mood, hook_server.sent_bytes = "taken", 0
    hook_server.got.clear()
    monkeypatch.setattr(subscribing, "NETWORK", hook_server.network())
    return hook_server
