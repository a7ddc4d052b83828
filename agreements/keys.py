"""Make, know and revoke the keys that programs show to the API.

A key is `atlas_<handle>_<secret><checksum>`. The handle finds its row, the checksum tells a typing
error (and lets a scanner tell a leaked key from other words) before anybody asks the database, and
of the secret a hash is held that is keyed with the installation's own SECRET_KEY.
"""

import re
import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from agreements.models import ApiKey, Scope

PREFIX: Final = "atlas_"
# How often it is noted that a key is in use.
NOTED_EVERY: Final = timedelta(minutes=1)
_LETTERS: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_HANDLE_LETTERS: Final = string.digits + string.ascii_lowercase
_HANDLE: Final = 10
_SECRET: Final = 32  # 190 bits
_CHECKSUM: Final = 6
_LENGTH: Final = len(PREFIX) + _HANDLE + 1 + _SECRET + _CHECKSUM
_FORM: Final = re.compile(rf"atlas_([0-9a-z]{{{_HANDLE}}})_([0-9A-Za-z]{{{_SECRET + _CHECKSUM}}})")
# Compared with where no key has the handle, so that this costs the same as a wrong secret.
_NOBODY: Final = "0" * 64
# One row in any case, and the same work for it: nobody is to learn from the time which keys exist.
_ASKED: Final = """
SELECT k.id, coalesce(k.digest, %s), coalesce(k.scopes, '{read}'), coalesce(k.owner_id, 0),
       k.revoked_at IS NOT NULL OR NOT coalesce(u.is_active, false),
       coalesce(k.expires_at <= clock_timestamp(), false),
       coalesce(k.last_used_at <= clock_timestamp() - make_interval(secs => %s), true)
FROM (VALUES (%s)) AS asked (handle)
LEFT JOIN agreements_apikey k ON k.handle = asked.handle
LEFT JOIN auth_user u ON u.id = k.owner_id
"""


class KeyRefusedError(Exception):
    """A key that opens nothing; `code` is stable, the message tells its owner why."""

    def __init__(self, code: str, told: str) -> None:
        """Keep the code; neither it nor the message repeats the key."""
        self.code = code
        super().__init__(told)


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key that was shown and is good: its row, its owner's number and what it may do."""

    pk: int
    owner_id: int
    handle: str
    scopes: frozenset[str]


class KeyAskedError(ValueError):
    """A key that can't be made; `field` is at fault, the message says what would do."""

    def __init__(self, field: str, told: str) -> None:
        """Name the field."""
        self.field = field
        super().__init__(told)


def make_key(
    owner: User, name: str, scopes: Collection[str], *, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Return a new key and its text, which nobody can tell later.

    Raises:
        KeyAskedError: it has no name or no scope, or would end before it begins.
    """
    name = name.strip()
    if not name or len(name) > 80 or "\0" in name:  # noqa: PLR2004  what the column holds
        raise KeyAskedError("name", "Give the key a name of at most 80 characters.")
    chosen = [scope for scope in Scope.values if scope in scopes]
    if not chosen or len(chosen) != len(set(scopes)):
        raise KeyAskedError("scopes", f"Choose one or more of {', '.join(Scope.values)}.")
    if expires_at is not None and expires_at <= timezone.now():
        raise KeyAskedError("expires", "Choose an end that is still to come.")
    handle = _random(_HANDLE_LETTERS, _HANDLE)
    begun = f"{PREFIX}{handle}_{_random(_LETTERS, _SECRET)}"
    written = begun + _checksum(begun)
    key = ApiKey.objects.create(
        owner=owner,
        name=name,
        handle=handle,
        digest=_digest(written),
        scopes=chosen,
        expires_at=expires_at,
    )
    return key, written


def check_key(written: str) -> HeldKey:
    """Return the key that somebody shows; one query, and one more a minute that notes its use.

    A key that is unknown, wrong, over or revoked costs the same work. That it is over or revoked
    is told only to who knows its secret.

    Raises:
        KeyRefusedError: it opens nothing.
    """
    handle = _handle_of(written)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [_NOBODY, NOTED_EVERY.total_seconds(), handle])
        pk, digest, scopes, owner_id, is_revoked, is_over, is_due = cursor.fetchone()
    is_right = constant_time_compare(_digest(written), digest)
    if pk is None or not is_right:
        raise KeyRefusedError("access.key_unknown", "This key is not known here.")
    if is_revoked:
        raise KeyRefusedError("access.key_revoked", "This key has been revoked: make another one.")
    if is_over:
        raise KeyRefusedError("access.key_expired", "This key is over: make another one.")
    if is_due:
        _note_use(pk)
    return HeldKey(pk, owner_id, handle, frozenset(scopes))


def looks_like_key(text: str) -> bool:
    """Tell whether a text holds something in the form of a key, right or wrong."""
    return PREFIX in text and _FORM.search(text) is not None


def keys_of(owner: User) -> list[ApiKey]:
    """Return an editor's keys, the newest first."""
    return list(ApiKey.objects.filter(owner=owner))


def revoke(handle: str, owner: User | None = None) -> bool:
    """End a key for good, of this owner where one is named; False where there is none to end."""
    found = ApiKey.objects.filter(handle=handle, revoked_at=None)
    own = found if owner is None else found.filter(owner=owner)
    return bool(own.update(revoked_at=timezone.now()))


def _handle_of(written: str) -> str:
    """Return the handle of a key that is written without an error.

    Raises:
        KeyRefusedError: it is none, or not whole.
    """
    # By its length first: nobody is to have ten thousand letters looked at.
    found = _FORM.fullmatch(written) if len(written) == _LENGTH else None
    if found is None or _checksum(written[:-_CHECKSUM]) != written[-_CHECKSUM:]:
        told = "This is no key, or not all of it: its checksum does not fit. Copy it again."
        raise KeyRefusedError("access.key_malformed", told)
    return found[1]


def _checksum(begun: str) -> str:
    number, letters = crc32(begun.encode("ascii")), ""
    for _ in range(_CHECKSUM):
        number, place = divmod(number, len(_LETTERS))
        letters = _LETTERS[place] + letters
    return letters


def _digest(written: str) -> str:
    return salted_hmac("agreements.keys", written, algorithm="sha256").hexdigest()


def _random(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))


def _note_use(pk: int) -> None:
    # Of many requests at once the first one writes, the others find it noted.
    now = timezone.now()
    is_due = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiKey.objects.filter(is_due, pk=pk).update(last_used_at=now)
