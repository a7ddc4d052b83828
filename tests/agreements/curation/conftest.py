"""What the tests of decisions share: the cast, and a record that holds together after each."""

from collections.abc import Iterator

import pytest
from django.db import connection

from agreements.verification import verify
from tests import cast


@pytest.fixture
def verified(db: None) -> Iterator[None]:
    """Have the cast at hand, and the record hold together after the test."""
    cast.parties()
    yield
    connection.check_constraints()
    assert verify().differences == []
