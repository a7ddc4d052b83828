"""What every operation may answer beside what it is for: problems, told once for the schema."""

from collections.abc import Iterator
from http import HTTPMethod
from typing import Any, Final

from agreements.exports import LICENCE

_METHODS: Final = frozenset(method.lower() for method in HTTPMethod)
_ALWAYS: Final = (400, 406, 429, 500, 503)
_OF_BODIES: Final = (411, 413, 415)
_OF_NAMES: Final = (404,)
_OF_KEYS: Final = (401, 403)
_REFERENCE: Final = {"$ref": "#/components/schemas/Problem"}
# Not Python's phrases: they change from one version to the next.
_NAMED: Final = {
    400: ("BadRequest", "The request makes no sense; `parameter` or `pointer` names the culprit"),
    401: ("Unauthorized", "Say who you are"),
    403: ("Forbidden", "You may not do this"),
    404: ("NotFound", "There is nothing of this name"),
    406: ("NotAcceptable", "There is no answer in the format that Accept asks for"),
    411: ("LengthRequired", "The body comes without Content-Length"),
    413: ("ContentTooLarge", "The body is too large"),
    415: ("UnsupportedMediaType", "The body is not plain JSON"),
    429: ("TooManyRequests", "Wait for Retry-After"),
    500: ("ServerError", "The server failed"),
    503: ("ServiceUnavailable", "The database is busy: wait for Retry-After"),
}


def tell_problems(
    result: dict[str, Any],
    generator: object,
    request: object,
    public: bool,  # noqa: FBT001  the four that drf-spectacular gives
) -> dict[str, Any]:
    """Add the licence, and the problems that an operation can meet; call it by what it is about."""
    result["info"]["license"] = {"name": LICENCE.name, "identifier": LICENCE.spdx}
    told: set[int] = set()
    for operation in _operations(result):
        # A file of agreements is about agreements.
        operation["tags"] = [tag.partition(".")[0] for tag in operation["tags"]]
        responses = operation["responses"]
        missing = [status for status in _possible(operation) if str(status) not in responses]
        responses |= {str(status): {"$ref": _place(status)} for status in missing}
        operation["responses"] = dict(sorted(responses.items()))
        told.update(missing)
    components = result["components"]
    components["responses"] = {_NAMED[status][0]: _problem(status) for status in sorted(told)}
    return result


def _operations(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in result["paths"].values():
        yield from (operation for method, operation in path.items() if method in _METHODS)


def _possible(operation: dict[str, Any]) -> Iterator[int]:
    yield from _ALWAYS
    if "requestBody" in operation:
        yield from _OF_BODIES
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())):
        yield from _OF_NAMES
    if any(operation.get("security", ())):
        yield from _OF_KEYS


def _place(status: int) -> str:
    return f"#/components/responses/{_NAMED[status][0]}"


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": _NAMED[status][1],
        "content": {"application/problem+json": {"schema": _REFERENCE}},
    }
