"""What codes, plain properties and dates are in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agreements.models import Commitment, TermName


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A commitment type in words."""

    name: str
    definition: str


def term_words(entry: Mapping[str, Any]) -> str:
    """Return the value of a plain property, given with its name, in words."""
    value = str(entry["value"])
    if entry["name"] == TermName.LEGALLY_BINDING:
        return "yes" if value == "true" else "no"
    if entry["name"] == TermName.DURATION_YEARS:
        return years(value)
    if entry["name"] == TermName.AMOUNT:
        currency, _, number = value.partition(" ")
        return f"{currency} {int(number):,}" if number.isdecimal() else value
    if entry["name"] == TermName.KIND:
        return code_words(value)
    return value


def years(number: str) -> str:
    """Return "1 year" or "10 years"."""
    return "1 year" if number == "1" else f"{number} years"


def code_words(code: str) -> str:
    """Return a code as words: `status_of_forces` as "Status of forces"."""
    return code.replace("_", " ").capitalize()


def who(entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return who owes a commitment to whom; nothing where it is not stated."""
    direction = entry["direction"]
    if direction == Commitment.Direction.ONE_WAY:
        return f"{names[entry['debtor']]} to {names[entry['creditor']]}"
    return "both to each other" if direction == Commitment.Direction.MUTUAL else ""


def details(entry: Mapping[str, Any]) -> str:
    """Return the sum, the time and the condition of a commitment, as far as they are stated."""
    told = []
    if entry.get("amount"):
        told.append(f"{entry['currency']} {float(entry['amount']):,.0f}")
    if entry.get("period"):
        told.append(str(entry["period"]))
    if entry.get("condition"):
        told.append(f"on condition: {entry['condition']}")
    return "; ".join(told)
