"""Editors made from the command line."""

import io
import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def _create(*arguments: str) -> str:
    said = io.StringIO()
    call_command("create_editor", *arguments, stdout=said)
    return said.getvalue()


def _password(said: str) -> str:
    found = re.fullmatch(r"Editor: \S+\nOne-time password: ([a-z2-9-]{23})\n", said)
    assert found
    return found[1]


def test_an_editor_can_log_in_with_what_is_shown_and_is_in_the_group() -> None:
    user = authenticate(username="anna", password=_password(_create("anna")))
    assert user == User.objects.get(groups__name="editors")


def test_a_name_that_is_taken_is_one_sentence() -> None:
    _create("anna")
    with pytest.raises(CommandError, match="There is a user named 'anna' already"):
        _create("anna")


def test_a_name_that_is_none_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="'an na' cannot be a name: "):
        _create("an na")


def test_reset_gives_a_new_password_and_ends_the_old() -> None:
    old = _password(_create("anna"))
    new = _password(_create("anna", "--reset"))
    assert authenticate(username="anna", password=old) is None
    assert authenticate(username="anna", password=new)


def test_reset_is_for_editors_only() -> None:
    User.objects.create_user("reader")
    with pytest.raises(CommandError, match="There is no editor named 'reader'"):
        _create("reader", "--reset")


def test_only_first_is_silent_when_there_is_any_user() -> None:
    assert _create("anna", "--only-first")
    assert _create("berta", "--only-first") == ""
    assert User.objects.count() == 1


def test_an_editor_may_have_an_address_for_notices() -> None:
    _create("anna", "--mail", "anna@atlas.example")
    assert User.objects.get().email == "anna@atlas.example"
    _create("anna", "--reset", "--mail", "an@atlas.example")
    _create("anna", "--reset")
    assert User.objects.get().email == "an@atlas.example"


def test_an_address_that_is_none_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="valid email address"):
        _create("anna", "--mail", "anna")
    _create("anna")
    with pytest.raises(CommandError, match="valid email address"):
        _create("anna", "--reset", "--mail", "anna")
