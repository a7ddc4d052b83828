"""Keys made and revoked from the command line."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from agreements.keys import KeyRefusedError, check_key

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("api_key", *arguments, stdout=said)
    return said.getvalue()


def made(*arguments: str) -> str:
    found = re.search(r"Key: (atlas_\w+)\n", run("make", "olena", "--name", "feed", *arguments))
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def olena() -> User:
    return User.objects.create_user("olena")


def test_a_key_is_shown_once_and_works() -> None:
    written = made("--scope", "read", "--scope", "propose", "--days", "30")
    assert check_key(written).scopes == {"read", "propose"}
    listed = run("list")
    assert "olena  read,propose  used 20" in listed
    assert written not in listed


@pytest.mark.parametrize("shortened", [True, False])
def test_a_key_is_revoked_by_its_handle_or_as_it_was_found(shortened: bool) -> None:  # noqa: FBT001  a parameter
    written = made("--scope", "read")
    run("revoke", written.split("_")[1] if shortened else written)
    with pytest.raises(KeyRefusedError, match="revoked"):
        check_key(written)
    assert "revoked  olena" in run("list")
    with pytest.raises(CommandError, match="no such key"):
        run("revoke", written)


def test_what_can_not_be_made_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="There is no editor named 'taras'"):
        run("make", "taras", "--name", "feed", "--scope", "read")
    with pytest.raises(CommandError, match="still to come"):
        made("--scope", "read", "--days", "-1")
