"""A publisher beside us, in a world where every name leads to it."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from ingest import fetching
from ingest.polling import looking
from tests.courtesy import forget_hosts
from tests.publisher import Publisher, publishing


@pytest.fixture(scope="module")
def press() -> Iterator[Publisher]:
    """Run the publisher for a module's tests."""
    with publishing() as running:
        yield running


@pytest.fixture
def publisher(
    press: Publisher, monkeypatch: pytest.MonkeyPatch, settings: Settings, db: None
) -> Publisher:
    """The publisher with nothing laid out; nobody waits between two calls of a host."""
    settings.FETCH_PAUSE_SECONDS = 0
    press.laid.clear()
    press.asked.clear()
    forget_hosts()
    press.heard.clear()
    monkeypatch.setattr(looking, "NETWORK", press.network())
    monkeypatch.setattr(fetching, "NETWORK", press.network())
    return press
