"""Numbers that tell whether what an editor looked at still stands."""

from django.db.models import FilteredRelation, Q

from agreements import reading
from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.verdicts import StaleRecordError, Verdict


def record_numbers(parties: tuple[str, str]) -> dict[str, int]:
    """Return, for each agreement of the two by its key, a number that changes with each version.

    Under "" stands one that changes when the two parties get another agreement. 0 where nothing is
    held. One query; ask before reading what is shown, never after.
    """
    kept = reading.of_record()
    name = (record_numbers, *sorted(parties))
    if name not in kept:
        kept[name] = _record_numbers(parties)
    found: dict[str, int] = kept[name]
    return found


def _record_numbers(parties: tuple[str, str]) -> dict[str, int]:
    of_the_two = AgreementQuerySet(Agreement).between(*parties)
    current = FilteredRelation("cards", condition=Q(cards__known_to=None))
    numbered = of_the_two.annotate(current=current).values_list("pk", "current__pk")
    numbers = {f"A-{pk}": card or 0 for pk, card in numbered.order_by("pk")}
    last = max((int(key[2:]) for key in numbers), default=0)
    return {"": last} | numbers


def check_record(verdict: Verdict, parties: tuple[str, str]) -> None:
    """Compare what the verdict was given on with what is held now, inside the change.

    Raises:
        StaleRecordError: it is no longer the same.
    """
    if verdict.record is None:
        return
    key = verdict.agreement.key if verdict.agreement else ""
    # One of other parties is refused for that.
    now = record_numbers(parties).get(key, verdict.record)
    if now != verdict.record:
        raise StaleRecordError(verdict.agreement, verdict.record)
