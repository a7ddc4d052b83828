"""A record to test against: the reference data, once a module."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from agreements.reference.loading import Loaded
from tests.record import load_record


@pytest.fixture(scope="module")
def loaded_record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Load the reference data for one module's tests, and take it back after them.

    It lies in a transaction around the module, so it serves tests that use `db`, not such that
    use `transactional_db` or another connection (`live_server`, workers). Agreements are numbered
    from A-1001 (the Treaty of Windsor) in every module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load_record()
        # Otherwise the deferred checks of all these rows would run again after every test.
        connection.check_constraints()
        with django_db_blocker.block():
            yield loaded
        transaction.set_rollback(True)
