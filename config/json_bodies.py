"""Bodies of requests: JSON that every reader takes for the same (RFC 8259), or a problem.

What Python's own reader lets pass is refused here: text that PostgreSQL cannot hold, names that
stand twice, numbers beyond 64 bits, more levels than anything here has.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from config.kinds import KINDS, pointer_to

# A view that takes more says so: `body_limit_bytes`.
LIMIT_BYTES: Final = 1_000_000
DEEPEST: Final = 32
_LARGEST: Final = 2**63 - 1
_MOST_DIGITS: Final = 20
_SHOWN: Final = 60
_UNHELD: Final = re.compile("[\0\ud800-\udfff]")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")

Path = tuple[str | int, ...]


class BodyError(APIException):
    """A body that can't be read; `members` go into the problem beside the standard ones."""

    def __init__(self, code: str, detail: str, path: Path | None = None) -> None:
        """Say what would be right, and name the place where there is one."""
        super().__init__(detail, code)
        self.status_code = KINDS[code].status
        self.members = {} if path is None else {"pointer": pointer_to(path)}


@dataclass(frozen=True, slots=True)
class _Unfit:
    """What stands where a value is refused, until its place is known."""

    code: str
    detail: str
    name: str | None = None


class StrictJSONParser(BaseParser):
    """Read a body of JSON in UTF-8."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  DRF promises a mapping, but JSON need not be one
        """Return what the body says.

        Raises:
            BodyError: it is too large, compressed, no JSON, or JSON that is not read here.
        """
        context = parser_context or {}
        _refuse_encodings(context, media_type or "")
        limit = getattr(context.get("view"), "body_limit_bytes", LIMIT_BYTES)
        body = stream.read()
        if len(body) > limit:
            raise BodyError(
                "request.too_large",
                f"The body has {len(body)} bytes, and {limit} are taken: send less at once.",
            )
        return read_json(body)


def read_json(body: bytes) -> object:
    """Return what a body of JSON says.

    Raises:
        BodyError: see above; its problem names the place where one can be named.
    """
    try:
        told = _READER.decode(_text(body))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BodyError("json.syntax", f"This is no JSON: {error.msg} in {place}.") from error
    except RecursionError as error:
        raise _too_deep(None) from error
    _refuse_unfit(told, ())
    return told


def _refuse_encodings(context: Mapping[str, Any], media_type: str) -> None:
    request = context.get("request")
    coding = request.headers.get("Content-Encoding", "") if request else ""
    if coding.strip().lower() not in ("", "identity"):
        raise BodyError("request.content_encoding", "Send the body as it is, not compressed.")
    charset = parse_header_parameters(media_type)[1].get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise BodyError(
            "json.encoding", f"Send UTF-8, as JSON is written, not {charset[:_SHOWN]!r}."
        )


def _text(body: bytes) -> str:
    # JSON begins with two ASCII characters unless it is one long: NUL tells of UTF-16 and UTF-32.
    if body.startswith(_MARKS) or b"\0" in body[:2]:
        raise BodyError("json.encoding", "Send UTF-8 without a byte order mark.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BodyError(
            "json.encoding", f"This is not UTF-8: look at byte {error.start}."
        ) from error


def _integer(written: str) -> int | _Unfit:
    if len(written) <= _MOST_DIGITS and abs(number := int(written)) <= _LARGEST:
        return number
    return _number_refused(written)


def _float(written: str) -> float | _Unfit:
    number = float(written)
    return number if math.isfinite(number) else _number_refused(written)


def _number_refused(written: str) -> _Unfit:
    shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
    return _Unfit(
        "json.number", f"Write a number of at most 64 bits, a string, or null; not {shown}."
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Unfit:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return _Unfit("json.doubled", f"Give {twice[:_SHOWN]!r} once.", twice)


def _refuse_unfit(value: object, path: Path) -> None:
    if isinstance(value, str):
        if _UNHELD.search(value):
            raise _bad_character(path)
    elif isinstance(value, _Unfit):
        raise BodyError(
            value.code, value.detail, path if value.name is None else (*path, value.name)
        )
    elif isinstance(value, dict | list):
        _refuse_unfit_within(value, path)


def _refuse_unfit_within(value: dict[str, Any] | list[Any], path: Path) -> None:
    if len(path) >= DEEPEST:
        raise _too_deep(path)
    if isinstance(value, list):
        for position, inner in enumerate(value):
            _refuse_unfit(inner, (*path, position))
        return
    for name, inner in value.items():
        if _UNHELD.search(name):
            raise _bad_character(path)
        _refuse_unfit(inner, (*path, name))


def _bad_character(path: Path) -> BodyError:
    return BodyError(
        "json.bad_char", "Leave out NUL (\\u0000) and halves of surrogate pairs (\\ud800).", path
    )


def _too_deep(path: Path | None) -> BodyError:
    return BodyError("json.too_deep", f"Nest at most {DEEPEST} levels.", path)


_READER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_number_refused,
)
