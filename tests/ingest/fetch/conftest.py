"""Two servers beside us: one that misbehaves, and a canary that nobody may reach."""

from collections.abc import Iterator

import pytest

from tests.hostile import HostileServer, hostile_server


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """Run the hostile server for a module's tests."""
    with hostile_server() as running:
        yield running
