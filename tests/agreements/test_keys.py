"""Keys for programs: their form, and what is held of them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from agreements import keys
from agreements.keys import KeyAskedError, KeyRefusedError, check_key, make_key
from agreements.models import ApiKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def olena() -> User:
    return User.objects.create_user("olena")


def refusal(written: str) -> str:
    with pytest.raises(KeyRefusedError) as refused:
        check_key(written)
    assert written == "" or written not in str(refused.value)
    return refused.value.code


def test_a_key_has_a_form_that_scanners_know(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    assert re.fullmatch(r"atlas_[0-9a-z]{10}_[0-9A-Za-z]{38}", written)
    assert written.startswith(f"atlas_{key.handle}_")
    assert keys.looks_like_key(f"?x={written}&y")
    assert not keys.looks_like_key("atlas_of_the_world")


def test_a_key_is_known_again_with_what_it_may(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["propose", "read"])
    held = check_key(written)
    assert (held.pk, held.owner_id) == (key.pk, olena.pk)
    assert held.scopes == {"read", "propose"}


def test_nothing_that_is_held_tells_the_secret(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    secret = written.rpartition("_")[2]
    stored = ApiKey.objects.filter(pk=key.pk).values_list().get()
    assert not any(part in str(stored) for part in (secret, secret[:32], secret[:8]))


def test_a_database_taken_away_opens_no_other_installation(olena: User, settings: Settings) -> None:
    _, written = make_key(olena, "the feed", ["read"])
    settings.SECRET_KEY = "another" * 10
    assert refusal(written) == "access.key_unknown"


@pytest.mark.parametrize("place", [6, 12, 17, 30, 48, 49, 54])
def test_a_typing_error_is_refused_without_a_query(olena: User, place: int) -> None:
    _, written = make_key(olena, "the feed", ["read"])
    other = "a" if written[place] != "a" else "b"
    with CaptureQueriesContext(connection) as asked:
        assert refusal(written[:place] + other + written[place + 1 :]) == "access.key_malformed"
        assert refusal(written[:-1]) == "access.key_malformed"
        assert refusal(written + "\n") == "access.key_malformed"
    assert len(asked) == 0


@pytest.mark.parametrize("written", ["", "atlas_", "a" * 10_000, "atlas_ä", "atlas_1_2", "\0"])
def test_what_is_no_key_is_refused_without_a_query(written: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert refusal(written) == "access.key_malformed"
    assert len(asked) == 0


def test_another_secret_for_the_same_handle_is_unknown(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    _, other = make_key(olena, "the other", ["read"])
    ApiKey.objects.filter(pk=key.pk).delete()
    ApiKey.objects.filter(owner=olena).update(handle=key.handle)
    assert refusal(written) == "access.key_unknown"
    assert refusal(other) == "access.key_unknown"


def test_a_key_that_is_over_or_revoked_or_whose_owner_left_says_so(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    ApiKey.objects.filter(pk=key.pk).update(expires_at=timezone.now())
    assert refusal(written) == "access.key_expired"
    assert keys.revoke(key.handle)
    assert refusal(written) == "access.key_revoked"
    assert not keys.revoke(key.handle)
    _, second = make_key(olena, "the second", ["read"])
    User.objects.update(is_active=False)
    assert refusal(second) == "access.key_revoked"


def test_only_its_owner_revokes_a_key(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    assert not keys.revoke(key.handle, User.objects.create_user("taras"))
    assert check_key(written).pk == key.pk
    assert keys.revoke(key.handle, olena)


def test_its_use_is_noted_once_a_minute(olena: User) -> None:
    key, written = make_key(olena, "the feed", ["read"])
    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            check_key(written)
    assert len(asked) == 6
    noted = ApiKey.objects.get(pk=key.pk).last_used_at
    assert noted is not None
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=noted - timedelta(seconds=61))
    check_key(written)
    later = ApiKey.objects.get(pk=key.pk).last_used_at
    assert later is not None
    assert later > noted


@pytest.mark.parametrize(
    ("name", "scopes", "hours", "field"),
    [
        ("", ["read"], 1, "name"),
        ("  ", ["read"], 1, "name"),
        ("a" * 81, ["read"], 1, "name"),
        ("a\0", ["read"], 1, "name"),
        ("a", [], 1, "scopes"),
        ("a", ["read", "everything"], 1, "scopes"),
        ("a", ["read"], -1, "expires"),
    ],
)
def test_a_key_without_name_scope_or_future_is_not_made(
    olena: User, name: str, scopes: list[str], hours: int, field: str
) -> None:
    with pytest.raises(KeyAskedError) as refused:
        make_key(olena, name, scopes, expires_at=timezone.now() + timedelta(hours=hours))
    assert refused.value.field == field
    assert not ApiKey.objects.exists()


def test_the_database_refuses_a_scope_that_there_is_not(olena: User) -> None:
    with pytest.raises(IntegrityError, match="api_key_scopes_are_known"):
        ApiKey.objects.create(owner=olena, name="a", handle="a", digest="b", scopes=["all"])
