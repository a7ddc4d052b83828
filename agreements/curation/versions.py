"""Numbers that tell whether what an editor looked at still stands."""

from django.db.models import Max

from agreements.models import Agreement, Card
from agreements.models.agreement import AgreementQuerySet
from agreements.verdicts import StaleRecordError, Verdict


def record_number(agreement: Agreement | None, parties: tuple[str, str]) -> int:
    """Return a number that changes with every version of the agreement.

    For None, a new agreement, one that changes when the two parties get another; 0 where nothing
    is held. One query.
    """
    if agreement is not None:
        current = Card.objects.filter(agreement=agreement, known_to=None)
        return current.values_list("pk", flat=True).first() or 0
    of_the_two = AgreementQuerySet(Agreement).between(*parties)
    return of_the_two.aggregate(last=Max("pk"))["last"] or 0


def check_record(verdict: Verdict, parties: tuple[str, str]) -> None:
    """Compare what the verdict was given on with what is held now, inside the change.

    Raises:
        StaleRecordError: it is no longer the same.
    """
    if verdict.record is None:
        return
    now = record_number(verdict.agreement, parties)
    if now != verdict.record:
        raise StaleRecordError(verdict.agreement, now)
