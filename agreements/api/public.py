"""What all public reads share: no login, any origin, no parameter without a meaning."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import filters
from agreements.api.refusals import QueryError, UnknownRecordError
from agreements.deprecation import DeprecationView


class StoredJSONRenderer(JSONRenderer):
    """JSON; what is already written as bytes passes through as it is."""

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes to send."""
        if isinstance(data, bytes):
            return data
        written: bytes = super().render(data, accepted_media_type, renderer_context)
        return written


class PublicView(DeprecationView):
    """A read that anyone may make from anywhere; `takes` names the parameters it has.

    `repeats` are those of them that may stand several times.
    Nobody is logged in here: the answer is the same for all, so that any cache may keep it.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (StoredJSONRenderer,)
    http_method_names = ["get", "head", "options"]
    takes: ClassVar[frozenset[str]] = frozenset()
    repeats: ClassVar[frozenset[str]] = filters.REPEATABLE

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse parameters that have no meaning before anything else is looked at."""
        if request.method != "OPTIONS":
            self._check_names(request)
        if any("\0" in str(name) for name in kwargs.values()):
            # PostgreSQL can't even be asked for it.
            raise UnknownRecordError("No name holds the character NUL.")
        super().initial(request, *args, **kwargs)

    def options(  # type: ignore[override]  # DRF takes any answer; what is a file renders nothing
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Answer a browser that asks whether another site's script may read this."""
        response = HttpResponse(status=204)
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = (
            "Accept, If-None-Match, If-Modified-Since"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    def finalize_response(
        self, request: Request, response: Response, *args: object, **kwargs: object
    ) -> Response:
        """Open the answer to scripts of any site; no cookie is read here, so nothing leaks."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = (
            "ETag, Last-Modified, Retry-After, X-Request-ID, Deprecation, Sunset, Link"
        )
        return answer

    def _check_names(self, request: Request) -> None:
        query = request.query_params
        if unknown := sorted(name for name in query if name not in self.takes):
            raise QueryError.unknown(unknown, self.takes)
        if doubled := filters.doubled(query, repeatable=self.repeats):
            raise QueryError.doubled(doubled[0])
