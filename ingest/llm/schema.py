"""The shape of an answer, made from the codebook, as JSON Schema in its strict form."""

from collections.abc import Iterable
from typing import Any, Final, get_args

from ingest.llm.codebook import Codebook
from ingest.reader.records import Direction, Held, Strength

_TEXT: Final[dict[str, Any]] = {"type": "string"}


def answer_schema(codebook: Codebook) -> dict[str, Any]:
    """Return the schema: each object closed and complete, what may be missing is null."""
    return _object(agreements={"type": "array", "items": _record(codebook)})


def _record(codebook: Codebook) -> dict[str, Any]:
    date = _or_null(_quoted(_TEXT))
    return _object(
        parties=_object(codes={"type": "array", "items": _TEXT}, quote=_TEXT),
        title=_object(quote=_TEXT),
        kind=_or_null(_quoted(_one_of(codebook.kinds))),
        status=_quoted(_one_of(codebook.statuses)),
        signed=date,
        expected_signing=date,
        in_force=date,
        ended=date,
        duration_years=_or_null(_quoted({"type": "integer"})),
        legally_binding=_or_null(_quoted({"type": "boolean"})),
        place=_or_null(_object(quote=_TEXT)),
        commitments={"type": "array", "items": _commitment(codebook)},
        amounts={"type": "array", "items": _amount()},
        salience=_one_of(("main", "secondary", "list")),
    )


def _commitment(codebook: Codebook) -> dict[str, Any]:
    return _object(
        type=_one_of(codebook.commitment_types),
        held=_one_of(get_args(Held)),
        direction=_one_of(get_args(Direction)),
        debtor=_or_null(_TEXT),
        creditor=_or_null(_TEXT),
        strength=_one_of(get_args(Strength)),
        quote=_TEXT,
    )


def _amount() -> dict[str, Any]:
    return _object(value={"type": "number"}, currency=_TEXT, what=_TEXT, quote=_TEXT)


def _quoted(value: dict[str, Any]) -> dict[str, Any]:
    return _object(value=value, quote=_TEXT)


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(codes: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(codes)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
