"""Agreements that something is to go onto: of the same parties, neither merged nor withdrawn."""

from agreements.folding import holdings
from agreements.holding import Holding
from agreements.models import Agreement
from agreements.verdicts import CurationError


def not_merged(agreement: Agreement) -> Holding:
    """Return what is held of an agreement by now, with the agreement as it is now.

    Raises:
        CurationError: it has been merged into another one.
    """
    (held,) = holdings([agreement.pk])
    if held.agreement.merged_into_id is not None:
        into = f"A-{held.agreement.merged_into_id}"
        raise CurationError(f"{agreement.key} was merged into {into}: choose {into} instead.")
    return held


def still_held(agreement: Agreement) -> Holding:
    """Return what is held of an agreement.

    Raises:
        CurationError: it has been merged into another one, or nothing is held of it any more.
    """
    held = not_merged(agreement)
    if held.is_empty:
        raise CurationError(
            f"{agreement.key} was withdrawn, and nothing is held of it any more: choose another."
        )
    return held


def check_pair(agreement: Agreement, parties: tuple[str, str]) -> None:
    """Refuse an agreement of others than the parties of a draft."""
    if not agreement.is_between(*parties):
        raise CurationError(f"{agreement.key} is between other parties than the draft.")
