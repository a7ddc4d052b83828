"""Requests with keys, for tests of the API."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.test import Client

from agreements.keys import make_key


def key_of(name: str, *scopes: str) -> str:
    """Return a new key of the editor of this name, who is made where there is none."""
    owner, _ = User.objects.get_or_create(username=name)
    return make_key(owner, "a test's", scopes)[1]


def keyed(written: str) -> Client:
    """Return a client that sends this key."""
    return Client(headers={"Authorization": f"Bearer {written}"})


def client_of(name: str, scopes: Sequence[str]) -> Client:
    """Return a client with a new key of this editor."""
    return keyed(key_of(name, *scopes))
