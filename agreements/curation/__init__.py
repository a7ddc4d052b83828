"""What editors do: approve, reject, undo. Nothing else publishes."""

from agreements.curation.approving import approve
from agreements.curation.claiming import take_lease
from agreements.curation.refusing import reject
from agreements.curation.undoing import undo
from agreements.verdicts import AlreadyDecidedError, CurationError, StaleDraftError, Verdict

__all__ = [
    "AlreadyDecidedError",
    "CurationError",
    "StaleDraftError",
    "Verdict",
    "approve",
    "reject",
    "take_lease",
    "undo",
]
