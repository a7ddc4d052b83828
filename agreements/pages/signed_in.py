"""Who is signed in on the editors' pages, and what they did a moment ago."""

from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from agreements.models import Decision
from agreements.pages import queue

_STRIP: Final = timedelta(minutes=15)


def editor_of(request: HttpRequest) -> User:
    """Return the editor; only for views behind `login_required`, which lets nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101  narrows the type
    return request.user


def who_is_in(request: HttpRequest) -> User | None:
    """Return who is signed in, on any page; None for nobody.

    Nobody is also who was refused before sessions are looked at, and a program (`config.visitors`).
    """
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def last_decision(editor: User) -> Decision | None:
    """Return the editor's decision of a moment ago that can still be undone, for the strip."""
    return queue.last_decision(editor, since=timezone.now() - _STRIP)
