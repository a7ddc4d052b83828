"""Who may do what: programs by their keys' scopes, editors in their sessions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from agreements.api.underlying import underlying
from agreements.keys import HeldKey

if TYPE_CHECKING:  # it reads its settings when it is imported, and these name this module
    from rest_framework.views import APIView

_TOLD: Final = "Send a key: Authorization: Bearer atlas_…"


class ScopeMissingError(APIException):
    """A key that is good, but not for this; `members` say which scope is wanted."""

    status_code = 403
    default_code = "access.scope_missing"

    def __init__(self, any_of: tuple[str, ...], held: HeldKey) -> None:
        """Name the scope, of several the first, and those that the key has."""
        super().__init__(f"This needs a key with the scope {' or '.join(any_of)}.")
        self.members = {"scope": any_of[0], "held": sorted(held.scopes)}


class KeyAuthentication(BaseAuthentication):
    """The owner of the key that came with the request; the gate before all views checked it."""

    def authenticate(self, request: Request) -> tuple[User, HeldKey] | None:
        """Return owner and key; None where no key was sent."""
        held = held_key(request)
        return None if held is None else (User.objects.get(pk=held.owner_id), held)

    def authenticate_header(self, request: Request) -> str:
        """Say how to come back with a key."""
        return 'Bearer realm="Accord Atlas"'


class ScopePermission(BasePermission):
    """Lets through whose key has a scope that the view names for the method in its `scopes`.

    Who is signed in as an editor needs no scope. A method that is not named there is nobody's.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Tell whether the request may go on; without a key or a session it may not."""
        if request.method == "OPTIONS":
            return True
        # For who asks alone: no cache keeps it, no other site's script reads it.
        setattr(underlying(request), "is_private", True)  # noqa: B010  Django's class has no such attribute
        method = "GET" if request.method == "HEAD" else str(request.method)
        wanted = _scopes(view).get(method)
        if not request.user.is_authenticated:
            raise NotAuthenticated(_TOLD)
        if wanted is None:
            return not hasattr(view, method.lower())  # then it is no method of the address
        any_of = (wanted,) if isinstance(wanted, str) else wanted
        if isinstance(request.auth, HeldKey) and request.auth.scopes.isdisjoint(any_of):
            raise ScopeMissingError(any_of, request.auth)
        return True


def held_key(request: Request) -> HeldKey | None:
    """Return the key that came with the request and was found good; None where there was none."""
    held = getattr(underlying(request), "held_key", None)
    return held if isinstance(held, HeldKey) else None


def _scopes(view: "APIView") -> Mapping[str, Any]:
    scopes: Mapping[str, Any] = getattr(view, "scopes", {})
    return scopes
