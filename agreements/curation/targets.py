"""Agreements that something is to go onto: of the same parties, neither merged nor withdrawn."""

from agreements.folding import Holding, holdings
from agreements.models import Agreement
from agreements.verdicts import CurationError


def not_merged(agreement: Agreement) -> Agreement:
    """Return the agreement as it stands by now.

    Raises:
        CurationError: it has been merged into another one.
    """
    now = Agreement.objects.select_related("merged_into").get(pk=agreement.pk)
    if now.merged_into is not None:
        into = now.merged_into.key
        raise CurationError(f"{now.key} was merged into {into}: choose {into} instead.")
    return now


def still_held(agreement: Agreement) -> Holding:
    """Return what is held of an agreement.

    Raises:
        CurationError: it has been merged into another one, or nothing is held of it any more.
    """
    (held,) = holdings([not_merged(agreement).pk])
    if held.is_empty:
        raise CurationError(
            f"{agreement.key} was withdrawn, and nothing is held of it any more: choose another."
        )
    return held


def check_pair(agreement: Agreement, parties: tuple[str, str]) -> None:
    """Refuse an agreement of others than the parties of a draft."""
    if (agreement.first_party_id, agreement.second_party_id) != tuple(sorted(parties)):
        raise CurationError(f"{agreement.key} is between other parties than the draft.")
