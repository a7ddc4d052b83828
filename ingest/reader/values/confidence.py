"""Say how sure the reader is, so that of what it calls 90 % sure about 90 % is right."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import TypeVar

from ingest.reader.records import Amount, Commitment, Value
from ingest.reader.text import vocabulary

T = TypeVar("T")


@lru_cache(maxsize=512)
def calibrated(field: str, raw: float) -> float:
    """Turn a raw score of the rules into the share of such values that were right.

    A field of fewer than four measured values keeps the raw score; between two the nearer counts.
    """
    known = _known().get(field)
    if not known:
        return raw
    return known[min(known, key=lambda score: (abs(score - raw), score))]


def of_value(field: str, value: Value[T] | None) -> Value[T] | None:
    """Calibrate a value of that field; None stays None."""
    return None if value is None else sure(field, value)


def sure(field: str, value: Value[T]) -> Value[T]:
    """Calibrate a value of that field."""
    return replace(value, confidence=calibrated(field, value.confidence))


def of_commitment(one: Commitment) -> Commitment:
    """Calibrate a commitment, or what is said not to be one."""
    field = "commitment" if one.held == "made" else "excluded"
    return replace(one, confidence=calibrated(field, one.confidence))


def of_amount(one: Amount) -> Amount:
    """Calibrate a sum of money."""
    return replace(one, confidence=calibrated("amount", one.confidence))


@cache
def _known() -> dict[str, dict[float, float]]:
    """Load {field: {raw score: share that was right}}."""
    known: dict[str, dict[float, float]] = {}
    for row in vocabulary.rows("confidence.csv"):
        known.setdefault(row["field"], {})[float(row["raw"])] = float(row["confidence"])
    return known
