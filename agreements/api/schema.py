"""The published description of the API (OpenAPI 3.1), and what views write into it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from agreements import filters, following
from agreements.api.public import PublicView
from agreements.api.refusals import QueryError
from agreements.api.shapes import ProblemSerializer
from agreements.filters import AgreementFilter
from agreements.models import AgreementKind, Status
from agreements.stated import Kind
from agreements.timeline import Happening

_CHOICES: Final = {"status": Status.values, "kind": AgreementKind.values}
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"


def _query(
    name: str,
    about: str,
    *,
    type: type | dict[str, Any] = str,  # noqa: A002  the word of the schema
    many: bool = False,
    enum: Sequence[str] | None = None,
) -> OpenApiParameter:
    return OpenApiParameter(name, type, "query", description=about, many=many, enum=enum)


def in_path(
    name: str, about: str, example: tuple[str, str], *, enum: Sequence[str] | None = None
) -> OpenApiParameter:
    """Return a part of the address; `example` is what it is an example of, and the value."""
    shown = [OpenApiExample(*example)]
    return OpenApiParameter(name, str, "path", description=about, enum=enum, examples=shown)


KNOWN_AT: Final = _query(
    "known_at",
    "Answer from what was known then: 2024-07-01 (its end) or 2024-07-01T12:00:00Z",
)
CLOCKS: Final = [
    _query("as_of", "The day asked about, like 2024-06-30; without it, today"),
    KNOWN_AT,
]
DOCUMENTS: Final = [
    _query("publisher", "Who published it, in full; repeat it for any of several", many=True),
    _query("language", "Its language's code, like en; repeat it for any of several", many=True),
    _query("published_from", "Published then or later: 2024, 2024-06 or 2024-06-13"),
    _query("published_to", "Published then or earlier: 2024, 2024-06 or 2024-06-13"),
]
PLACE: Final = [
    _query(
        "limit",
        "Rows a page",
        type={"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    ),
    _query("after", "Where the page begins; follow `next` instead of making one up"),
    _query("before", "Where the page ends; follow `previous` instead of making one up"),
    _query("count", "1 adds count, the number of rows on all pages", enum=["0", "1"]),
]
FOLLOWED: Final = [
    _query("agreement", "Of this agreement, like A-1031; repeat it for any of several", many=True),
    _query(
        "party", "Of agreements of this party, like UA; repeat it for any of several", many=True
    ),
    _query("kind", "Of this kind; repeat it for any of several", many=True, enum=following.KINDS),
    _query("since", "Decided then or later: 2026-11-01 (its beginning) or 2026-11-01T12:00:00Z"),
]
COUNTRY: Final = _query("country", "One party's code: its partners instead of all parties")
SHOW: Final = _query("show", "What is counted; without it, signed", enum=list(Happening))
YEAR: Final = _query("year", "One year instead of all, like 2024")
TOLD: Final = [
    _query(
        "expand",
        "What is told beside a row, with commas: evidence (each statement with its quotes and who "
        "decided when), history (all versions), links (in both directions)",
    ),
    _query("fields", "The members to tell, with commas; without it, all. key is always told"),
]
KEY: Final = in_path("key", "Its public name, like A-1031", ("An agreement", "A-1001"))
CODE: Final = in_path("code", "ISO 3166-1 alpha-2, or XK, EU", ("A party", "UA"))
FILTERS: Final = [
    _query(
        name,
        str(field.label),
        many=name in filters.REPEATABLE,
        enum=_CHOICES.get(name),
    )
    for name, field in AgreementFilter.base_filters.items()
]


def own_filters(kind: Kind) -> list[OpenApiParameter]:
    """Return the parameters that a list of statements has beside those of agreements."""
    return [
        _query(name, own.about, many=own.is_repeatable, enum=own.known)
        for name, own in kind.filters.items()
    ]


_VALIDATORS: Final = [
    OpenApiParameter(
        "If-None-Match", str, "header", description="The ETag of what you have: 304 if it still is"
    ),
    OpenApiParameter(
        "ETag", str, "header", response=[200, 304], description="Changes with the record"
    ),
    OpenApiParameter(
        "Last-Modified", str, "header", response=[200, 304], description="When it last changed"
    ),
]
_NOT_MODIFIED: Final = OpenApiResponse(description="Nothing has changed since the ETag given")
_MERGED: Final = OpenApiResponse(
    description="It was merged into another agreement, which Location leads to"
)
_PROBLEMS: Final = {
    400: "The query can't be answered; `parameter` names the culprit",
    404: "There is nothing of this name, or was not then",
    406: "Only JSON is spoken here",
    410: "It was withdrawn; `withdrawn_at` and `reason` say when and why",
}


# Reading needs no key; with one the limit is larger.
ANY_READER: Final[list[Any]] = [{}, {"apiKey": []}]


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # of the library
    """How a key is sent, for the schema."""

    target_class = "agreements.api.access.KeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme; what a key may do is named by its scopes."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "atlas_<handle>_<secret><checksum>",
            "description": "A key that an editor has made, with the scopes read, propose, review "
            "and admin as wanted; refusals name the scope that is missing",
        }


def described(
    shape: type[Serializer[Any]],
    about: str,
    *,
    operation: str,
    parameters: list[OpenApiParameter] | None = None,
    may_be_absent: bool = False,
    may_be_merged: bool = False,
) -> Callable[..., Any]:
    """Describe a public read for the schema; of what may be merged 308 and 410 are told too."""
    problems = {
        (status, _PROBLEM): OpenApiResponse(ProblemSerializer, description=description)
        for status, description in _PROBLEMS.items()
        if {404: may_be_absent, 410: may_be_merged}.get(status, True)
    }
    return extend_schema(
        operation_id=operation,
        summary=about,
        auth=ANY_READER,
        parameters=[*(parameters or []), *_VALIDATORS],
        responses={
            (200, _JSON): OpenApiResponse(shape, description=about),
            304: _NOT_MODIFIED,
            **({308: _MERGED} if may_be_merged else {}),
            **problems,
        },
    )


_FILES: Final = {
    "vnd.apache.parquet": OpenApiTypes.BINARY,
    "geo+json": OpenApiTypes.OBJECT,
    # A file by its name: some of them are JSON.
    "*": OpenApiTypes.ANY,
}


def described_file(
    about: str, media: str, *, operation: str, parameters: list[OpenApiParameter] | None = None
) -> Callable[..., Any]:
    """Describe a public read that gives a file for the schema."""
    kind = _FILES.get(media.rpartition("/")[2], OpenApiTypes.STR)
    return extend_schema(
        operation_id=operation,
        summary=about,
        parameters=[*(parameters or []), *_VALIDATORS],
        responses={
            (200, media): OpenApiResponse(kind, description=about),
            304: _NOT_MODIFIED,
            (400, _PROBLEM): OpenApiResponse(ProblemSerializer, description=_PROBLEMS[400]),
            (406, _PROBLEM): OpenApiResponse(
                ProblemSerializer, description="This address has one format alone"
            ),
        },
    )


class SchemaView(PublicView, SpectacularAPIView):
    """The description itself: YAML, or JSON by `Accept` or `?format=json`."""

    authentication_classes = ()
    renderer_classes = SpectacularAPIView.renderer_classes
    takes = frozenset({"format"})

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse a format that there is not, which DRF would call not found."""
        if request.query_params.get("format", "json") not in {"json", "yaml"}:
            raise QueryError("format", "Write format as json or yaml.", known=("json", "yaml"))
        super().initial(request, *args, **kwargs)
