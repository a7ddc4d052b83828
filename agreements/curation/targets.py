"""Agreements that something is to go onto: of the same parties, neither merged nor withdrawn."""

from django.utils.translation import gettext

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
        raise CurationError(
            gettext("%(key)s was merged into %(into)s: choose %(into)s instead.")
            % {"key": agreement.key, "into": into}
        )
    return held


def still_held(agreement: Agreement) -> Holding:
    """Return what is held of an agreement.

    Raises:
        CurationError: it has been merged into another one, or nothing is held of it any more.
    """
    held = not_merged(agreement)
    if held.is_empty:
        raise CurationError(
            gettext("%(key)s was withdrawn, and nothing is held of it any more: choose another.")
            % {"key": agreement.key}
        )
    return held


def check_pair(agreement: Agreement, parties: tuple[str, str]) -> None:
    """Refuse an agreement of others than the parties of a draft."""
    if not agreement.is_between(*parties):
        raise CurationError(
            gettext("%(key)s is between other parties than the draft.") % {"key": agreement.key}
        )
