"""What an agreement's card says, in few words: what a decision keeps of before and after."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from agreements.cards import Written
from agreements.models import Card

_KEPT: Final = (
    "title",
    "kind",
    "signed",
    "in_force_from",
    "ended",
    "duration_years",
    "legally_binding",
)


def standing(agreement_ids: Sequence[int]) -> dict[str, dict[str, Any]]:
    """Return {key: facts} of those of the agreements of which something is held now; one query."""
    cards = Card.objects.filter(agreement__in=agreement_ids, known_to=None).order_by("agreement")
    return {f"A-{pk}": facts(row) for pk, row in cards.values_list("agreement", "row_json")}


def written(cards: Mapping[int, Written]) -> dict[str, dict[str, Any]]:
    """Return the same of cards that have just been stored; no query."""
    return {f"A-{pk}": facts(cards[pk].row_json) for pk in sorted(cards)}


def facts(row_json: str) -> dict[str, Any]:
    """Return the facts that a card's row tells; what is not known, or is a name, is left out."""
    told = json.loads(row_json)
    kept = {name: told[name] for name in _KEPT if told[name] is not None}
    commitments = [_commitment(each) for each in told["commitments"]]
    return kept | ({"commitments": commitments} if commitments else {})


def _commitment(told: Mapping[str, Any]) -> str:
    """Return a commitment as `military_training UA>GB duty`."""
    sides = f"{told['debtor']}>{told['creditor']}" if told["debtor"] else told["direction"]
    words = [told["type"], sides, told["strength"]]
    words += ["excluded"] if told["held"] == "excluded" else []
    words += [told["rank"]] if told["rank"] != "preferred" else []
    return " ".join(words)
