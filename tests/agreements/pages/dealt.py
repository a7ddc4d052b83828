"""A house in which every decided draft is dealt again, and the editor to whom it is dealt."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def house(loaded_record: object, settings: Settings) -> None:
    """Every decided draft is dealt again; nothing is remembered of other tests."""
    settings.REDEAL_PERCENT = 100
    cache.clear()


@pytest.fixture
def taras(db: None) -> Client:
    """Return a client with the second editor signed in."""
    client = Client()
    client.force_login(User.objects.create_user("taras"))
    return client
