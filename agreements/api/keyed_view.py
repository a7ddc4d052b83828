"""What all addresses share that a key alone opens."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import filters
from agreements.api.access import KeyAuthentication, held_key
from agreements.api.refusals import QueryError
from agreements.deprecation import DeprecationView
from agreements.keys import HeldKey


class KeyedView(DeprecationView):
    """Opened by keys with the scopes that `scopes` names; `takes` are the parameters it has.

    What it answers is for the key's owner: no cache keeps it, no other site's script reads it.
    """

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    scopes: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    takes: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse parameters that have no meaning, once it is known who asks."""
        super().initial(request, *args, **kwargs)
        query = request.query_params
        if unknown := sorted(name for name in query if name not in self.takes):
            raise QueryError.unknown(unknown, self.takes)
        if doubled := filters.doubled(query, repeatable=frozenset()):
            raise QueryError.doubled(doubled[0])

    def finalize_response(
        self, request: Request, response: Response, *args: object, **kwargs: object
    ) -> Response:
        """Keep the answer to who asked."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def key_of(request: Request) -> HeldKey:
    """Return the key that opened a view; only behind `ScopePermission`."""
    held = held_key(request)
    if held is None:
        raise NotAuthenticated
    return held
