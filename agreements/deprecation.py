"""What of the API is on its way out: told in the answers (RFC 9745, RFC 8594) and in the schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Final

from django.http import HttpResponseBase
from django.utils.http import http_date
from drf_spectacular.openapi import AutoSchema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

# What is deprecated works for so long at least; docs/api.md promises it.
NOTICE: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since which day something should not be used any more, and until which day it works.

    `explained` is the address of a page that says what to use instead.
    """

    since: date
    until: date
    explained: str

    def __post_init__(self) -> None:
        """Hold the promise."""
        if self.until - self.since < NOTICE:
            raise ValueError(f"Whoever uses it has {NOTICE.days} days: {self}")


class DeprecationView(APIView):
    """A view that says when it, or a parameter in use, is deprecated."""

    deprecated: ClassVar[Deprecation | None] = None
    deprecated_parameters: ClassVar[Mapping[str, Deprecation]] = {}

    def finalize_response(
        self, request: Request, response: Response, *args: object, **kwargs: object
    ) -> Response:
        """Add the headers; of several deprecations those that come first count."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if found := list(self._deprecations(request)):
            _tell(answer, found)
        return answer

    def _deprecations(self, request: Request) -> Iterator[Deprecation]:
        if self.deprecated:
            yield self.deprecated
        if self.deprecated_parameters:
            asked = request.query_params
            yield from (told for name, told in self.deprecated_parameters.items() if name in asked)


def _tell(answer: HttpResponseBase, found: list[Deprecation]) -> None:
    answer.headers["Deprecation"] = f"@{_moment(min(each.since for each in found))}"
    answer.headers["Sunset"] = http_date(_moment(min(each.until for each in found)))
    links = [f'<{each.explained}>; rel="deprecation"; type="text/html"' for each in found]
    others = [answer.headers["Link"]] if "Link" in answer.headers else []
    answer.headers["Link"] = ", ".join(dict.fromkeys([*others, *links]))


def _moment(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())


class DeprecationSchema(AutoSchema):
    """The schema of a view, with `deprecated: true` where the view says so."""

    def is_deprecated(self) -> bool:
        """Tell whether the whole operation is deprecated."""
        return getattr(self.view, "deprecated", None) is not None

    def _get_parameters(self) -> list[dict[str, Any]]:
        told = getattr(self.view, "deprecated_parameters", {})
        parameters: list[dict[str, Any]] = super()._get_parameters()
        return [
            parameter | {"deprecated": True} if parameter["name"] in told else parameter
            for parameter in parameters
        ]
