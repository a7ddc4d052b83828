"""What all addresses share that a key alone opens."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from agreements.api.access import KeyAuthentication, held_key
from agreements.api.refusals import check_names
from agreements.deprecation import DeprecationView
from agreements.keys import HeldKey


class KeyedView(DeprecationView):
    """Opened by keys with the scopes that `scopes` names; `takes` are the parameters it has."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    scopes: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    takes: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse parameters that have no meaning, once it is known who asks."""
        super().initial(request, *args, **kwargs)
        check_names(request.query_params, self.takes, frozenset())


def key_of(request: Request) -> HeldKey:
    """Return the key that opened a view; only behind `ScopePermission`."""
    held = held_key(request)
    if held is None:
        raise NotAuthenticated
    return held
