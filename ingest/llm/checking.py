"""From what a model says to records: whatever it cannot prove by words of the text is left out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ingest.llm import values
from ingest.llm.codebook import Codebook
from ingest.llm.promises import amounts, commitments
from ingest.llm.quotes import Text
from ingest.llm.sifting import Sieve
from ingest.llm.values import BadValueError, Code, Day
from ingest.reader.records import Record, Value

MOST_RECORDS: Final = 40
"""Records of one article; a list of one country's partners has some thirty."""
UNTITLED: Final = 0.3
"""How sure a title is that the model did not quote, so that the status's words stand for it."""
_SALIENCE: Final = {"main": 0, "secondary": 1, "list": 2}
_LONGEST_PLACE: Final = 200


@dataclass(slots=True)
class Checked:
    """The records that stand, and {reason: how many} of what was left out."""

    records: tuple[Record, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)


def check(told: list[Any], text: str, *, published: date | None, book: Codebook) -> Checked:
    """Return what of a model's answer the text proves. Never raises, whatever the answer holds."""
    checked = Checked()
    if len(told) > MOST_RECORDS:
        checked.left_out["record:too_many"] = len(told) - MOST_RECORDS
    words = Text(text)
    found: dict[tuple[object, ...], Record] = {}
    for one in told[:MOST_RECORDS]:
        record = _record(Sieve.of(one, words, checked.left_out), published, book)
        if record is not None and found.setdefault(_identity(record), record) is not record:
            checked.left_out["record:twice"] += 1
    checked.records = tuple(sorted(found.values(), key=_order))
    return checked


def _record(sieve: Sieve, published: date | None, book: Codebook) -> Record | None:
    try:
        parties = _parties(sieve, book)
    except BadValueError as error:
        sieve.leave_out(f"record:{error}")
        return None
    status = sieve.value("status", Code(book.statuses))
    if status is None:
        sieve.leave_out("record:no_status")
        return None
    return Record(
        parties=parties,
        title=_title(sieve, status),
        kind=sieve.value("kind", Code(book.kinds)),
        status=status,
        signed=sieve.value("signed", Day(latest=published)),
        expected_signing=sieve.value("expected_signing", Day()),
        in_force=sieve.value("in_force", Day()),
        ended=sieve.value("ended", Day()),
        duration_years=sieve.value("duration_years", values.years),
        legally_binding=sieve.value("legally_binding", values.truth),
        place=_place(sieve),
        commitments=commitments(sieve, parties.value, book),
        amounts=amounts(sieve),
        salience=_salience(sieve),
    )


def _parties(sieve: Sieve, book: Codebook) -> Value[tuple[str, str]]:
    """Return the pair in order; raises BadValueError, since no record stands without it."""
    found = sieve.value("parties", lambda _: "")
    codes = sieve.told["parties"].get("codes") if found else None
    if found is None or not isinstance(codes, list):
        raise BadValueError("no_parties")
    if len(codes) != 2:  # noqa: PLR2004  bilateral
        raise BadValueError("not_two_parties")
    if not all(isinstance(code, str) and code in book.parties for code in codes):
        raise BadValueError("unknown_party")
    first, second = sorted(codes)
    if first == second:
        raise BadValueError("same_party")
    return Value((first, second), found.span, found.confidence)


def _title(sieve: Sieve, status: Value[str]) -> Value[str]:
    title = sieve.quoted("title")
    return title or Value(sieve.text.words(status.span), status.span, UNTITLED)


def _place(sieve: Sieve) -> Value[str] | None:
    place = sieve.quoted("place")
    if place is not None and len(place.value) > _LONGEST_PLACE:
        sieve.leave_out("place:absurd")
        return None
    return place


def _salience(sieve: Sieve) -> str:
    told = sieve.told.get("salience")
    return told if isinstance(told, str) and told in _SALIENCE else "secondary"


def _identity(record: Record) -> tuple[object, ...]:
    signed = record.signed.value if record.signed else None
    return record.parties.value, record.title.value.casefold(), signed


def _order(record: Record) -> tuple[int, int]:
    return _SALIENCE[record.salience], record.parties.span.start
