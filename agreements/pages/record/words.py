"""What codes, plain properties and dates are in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import AgreementKind, Commitment, TermName


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A commitment type in words."""

    name: str
    definition: str


def term_words(entry: Mapping[str, Any]) -> str:
    """Return the value of a plain property, given with its name, in words."""
    value = str(entry["value"])
    if entry["name"] == TermName.LEGALLY_BINDING:
        return _("yes") if value == "true" else _("no")
    if entry["name"] == TermName.DURATION_YEARS:
        return years(value)
    if entry["name"] == TermName.AMOUNT:
        return _amount(*value.split(" ", 1)) if " " in value else value
    if entry["name"] == TermName.KIND:
        return code_words(value)
    return value


def _amount(currency: str, number: str) -> str:
    return f"{currency} {_round(int(number)) if number.isdecimal() else number}"


def _round(amount: int) -> str:
    """Return a sum in millions or billions where that says it as exactly."""
    for size, words in ((10**9, _("%s billion")), (10**6, _("%s million"))):
        if amount >= size and amount % (size // 100) == 0:
            return words % number_format(Decimal(amount) / size, force_grouping=True)
    return number_format(amount, force_grouping=True)


def years(number: str) -> str:
    """Return "1 year" or "10 years"."""
    count = int(number) if number.isdecimal() else 2
    return ngettext("%s year", "%s years", count) % number


def code_words(code: str) -> str:
    """Return a code as words: `status_of_forces` as "Status of forces"."""
    if code in AgreementKind.values:
        return str(AgreementKind(code).label)
    return code.replace("_", " ").capitalize()


def who(entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return who owes a commitment to whom; nothing where it is not stated."""
    direction = entry["direction"]
    if direction == Commitment.Direction.ONE_WAY:
        return _("%(debtor)s to %(creditor)s") % {
            "debtor": names[entry["debtor"]],
            "creditor": names[entry["creditor"]],
        }
    return _("both to each other") if direction == Commitment.Direction.MUTUAL else ""


def details(entry: Mapping[str, Any]) -> str:
    """Return the sum, the time and the condition of a commitment, as far as they are stated."""
    told = []
    if entry.get("amount"):
        told.append(_amount(entry["currency"], str(round(float(entry["amount"])))))
    if entry.get("period"):
        told.append(str(entry["period"]))
    if entry.get("condition"):
        told.append(_("on condition: %s") % entry["condition"])
    return "; ".join(told)
