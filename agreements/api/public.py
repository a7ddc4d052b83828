"""What all public reads share: no login, any origin, no parameter without a meaning."""

from collections.abc import Sequence
from typing import ClassVar, Final

from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from agreements import filters
from agreements.api.refusals import UnknownRecordError, check_names
from agreements.deprecation import DeprecationView

_ANY: Final = "*/*"
# The parameter by which a view lets its answer's form be chosen.
_FORM: Final = "format"


class PublicView(DeprecationView):
    """A read that anyone may make from anywhere; `takes` names the parameters it has.

    `repeats` are those of them that may stand several times.
    Nobody is logged in here: the answer is the same for all, so that any cache may keep it.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    http_method_names = ["get", "head", "options"]
    takes: ClassVar[frozenset[str]] = frozenset()
    repeats: ClassVar[frozenset[str]] = filters.REPEATABLE

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse parameters that have no meaning before anything else is looked at."""
        if request.method != "OPTIONS":
            check_names(request.query_params, self.takes, self.repeats)
        if any("\0" in str(name) for name in kwargs.values()):
            # PostgreSQL can't even be asked for it.
            raise UnknownRecordError("No name holds the character NUL.")
        super().initial(request, *args, **kwargs)

    def perform_content_negotiation(
        self,
        request: Request,
        force: bool = False,  # noqa: FBT001, FBT002  as REST framework calls it
    ) -> tuple[BaseRenderer, str]:
        """Choose the form of the answer; who takes any gets the first, without a long look."""
        if request.META.get("HTTP_ACCEPT", _ANY) == _ANY and _FORM not in self.takes:
            (renderer, *_) = self.get_renderers()
            return renderer, renderer.media_type
        chosen: tuple[BaseRenderer, str] = super().perform_content_negotiation(request, force)
        return chosen

    def perform_authentication(self, request: Request) -> None:
        """Ask nobody who they are."""

    def options(  # type: ignore[override]  # DRF takes any answer; what is a file renders nothing
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Answer who asks what may be done; browsers of other sites are answered before this."""
        response = HttpResponse(status=204)
        del response.headers["Content-Type"]  # there is none
        return response
