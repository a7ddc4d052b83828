"""What a server answered, taken apart: never trusted to have the shape it should."""

import json
import re
from decimal import Decimal
from typing import Any, Final

from ingest.llm.errors import NotReadError

_THOUGHTS: Final = "</think>"
_FENCE: Final = re.compile(r"```[a-z]*\s*\n(.*?)\n?\s*```", re.DOTALL | re.IGNORECASE)
_LONGEST_NUMBER: Final = 40
_MOST_TOKENS: Final = 10_000_000


def content(answer: bytes) -> str:
    """Return the words of the first choice; raises NotReadError where there are none."""
    told = _loads(answer.decode("utf-8", "replace"), "no_completion")
    try:
        words = told["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        words = None
    if not isinstance(words, str):
        raise NotReadError("no_content")
    return words


def tokens(answer: bytes) -> int | None:
    """Return what the server says it used; None where it says nothing that can be true."""
    try:
        used = _loads(answer.decode("utf-8", "replace"), "")["usage"]["total_tokens"]
    except (NotReadError, LookupError, TypeError):
        return None
    is_number = isinstance(used, Decimal) and used.is_finite()
    return int(used) if is_number and 0 < used <= _MOST_TOKENS else None


def agreements(words: str) -> list[Any]:
    """Return the list that the model wrote, from JSON alone, in a fence or amid other words.

    Numbers are Decimals. Raises NotReadError where no such list can be found.
    """
    told = _loads(_json_in(words), "no_json")
    listed = told.get("agreements") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise NotReadError("no_list")
    return listed


def _json_in(words: str) -> str:
    answer = words.rpartition(_THOUGHTS)[2].strip()
    if answer.startswith("{"):
        return answer
    fenced = _FENCE.search(answer)
    inside = fenced[1] if fenced else answer
    return inside[inside.find("{") : inside.rfind("}") + 1]


def _loads(words: str, code: str) -> Any:  # noqa: ANN401  JSON enters here
    try:
        return json.loads(
            words, parse_float=_number, parse_int=_number, parse_constant=_no_constant
        )
    except (ValueError, ArithmeticError, RecursionError):
        raise NotReadError(code) from None


def _number(written: str) -> Decimal:
    if len(written) > _LONGEST_NUMBER:
        raise ValueError("a number of that length means nothing")
    return Decimal(written)


def _no_constant(written: str) -> Decimal:
    raise ValueError(f"{written} is no JSON")
