"""What a model says that an instrument holds: commitments and sums."""

from typing import Any, Final, get_args

from ingest.llm import values
from ingest.llm.codebook import Codebook
from ingest.llm.sifting import UNMEASURED, Sieve
from ingest.llm.values import BadValueError, Code
from ingest.reader.records import Amount, Commitment, Direction, Held, Strength

_HELD: Final[Code[Held]] = Code(get_args(Held))
_DIRECTION: Final[Code[Direction]] = Code(get_args(Direction))
_STRENGTH: Final[Code[Strength]] = Code(get_args(Strength))


def commitments(sieve: Sieve, pair: tuple[str, str], book: Codebook) -> tuple[Commitment, ...]:
    """Return the commitments, each once; what is excluded is not also made."""
    found: dict[tuple[object, ...], Commitment] = {}
    for told in sieve.items("commitments"):
        one = _commitment(sieve, told, pair, book)
        if one is not None and found.setdefault(_identity(one), one) is not one:
            sieve.leave_out("commitments:twice")
    excluded = {one.type for one in found.values() if one.held == "excluded"}
    stand = tuple(one for one in found.values() if one.held != "made" or one.type not in excluded)
    for _ in range(len(found) - len(stand)):
        sieve.leave_out("commitments:made_and_excluded")
    return stand


def _identity(one: Commitment) -> tuple[object, ...]:
    return one.type, one.held, one.direction, one.debtor, one.creditor


def amounts(sieve: Sieve) -> tuple[Amount, ...]:
    """Return the sums, each once."""
    found: dict[tuple[object, str], Amount] = {}
    for told in sieve.items("amounts"):
        one = _amount(sieve, told)
        if one is not None and found.setdefault((one.value, one.currency), one) is not one:
            sieve.leave_out("amounts:twice")
    return tuple(found.values())


def _commitment(
    sieve: Sieve, told: dict[str, Any], pair: tuple[str, str], book: Codebook
) -> Commitment | None:
    span = sieve.span(told)
    if span is None:
        sieve.leave_out("commitments:unquoted")
        return None
    try:
        code = Code(book.commitment_types)(told.get("type"))
        held, strength = _HELD(told.get("held")), _STRENGTH(told.get("strength"))
        direction = _DIRECTION(told.get("direction"))
        debtor, creditor = _sides(told, pair) if direction == "one_way" else (None, None)
    except BadValueError as error:
        sieve.leave_out(f"commitments:{error}")
        return None
    return Commitment(
        type=code,
        held=held,
        debtor=debtor,
        creditor=creditor,
        strength=strength,
        span=span,
        confidence=UNMEASURED,
        direction=direction,
    )


def _sides(told: dict[str, Any], pair: tuple[str, str]) -> tuple[str, str]:
    """Return debtor and creditor, which are the two parties."""
    sides = (told.get("debtor"), told.get("creditor"))
    if sides not in (pair, pair[::-1]):
        raise BadValueError("not_between_the_parties")
    return sides


def _amount(sieve: Sieve, told: dict[str, Any]) -> Amount | None:
    span = sieve.span(told)
    if span is None:
        sieve.leave_out("amounts:unquoted")
        return None
    try:
        value, currency = values.money(told.get("value")), values.currency(told.get("currency"))
    except BadValueError as error:
        sieve.leave_out(f"amounts:{error}")
        return None
    return Amount(value, currency, _purpose(sieve, told), span, UNMEASURED)


def _purpose(sieve: Sieve, told: dict[str, Any]) -> str:
    """Return what a sum is for, in words of the text or not at all."""
    what = told.get("what")
    places = sieve.text.places(what) if isinstance(what, str) else []
    return sieve.text.words(places[0]) if places else ""
