"""What editors do: revise, approve, reject, undo. Nothing else publishes."""

from agreements.curation.approving import approve
from agreements.curation.differing import adopt, keep_own
from agreements.curation.leases import Lease, lease_of, release, renew_lease, take_lease, take_over
from agreements.curation.receipts import Outcome, Request, once
from agreements.curation.refusing import reject
from agreements.curation.revising import RevisionError, revise
from agreements.curation.second import Standing, standing
from agreements.curation.undoing import undo
from agreements.curation.versions import record_number
from agreements.verdicts import (
    AlreadyDecidedError,
    CurationError,
    LeaseLostError,
    StaleDraftError,
    StaleRecordError,
    SupersededError,
    Verdict,
)

__all__ = [
    "AlreadyDecidedError",
    "CurationError",
    "Lease",
    "LeaseLostError",
    "Outcome",
    "Request",
    "RevisionError",
    "StaleDraftError",
    "StaleRecordError",
    "Standing",
    "SupersededError",
    "Verdict",
    "adopt",
    "approve",
    "keep_own",
    "lease_of",
    "once",
    "record_number",
    "reject",
    "release",
    "renew_lease",
    "revise",
    "standing",
    "take_lease",
    "take_over",
    "undo",
]
