"""What editors do: revise, approve, reject, undo. Nothing else publishes."""

from agreements.curation.approving import approve
from agreements.curation.differing import adopt, keep_own
from agreements.curation.leases import (
    LEASE,
    Lease,
    lease_of,
    release,
    renew_lease,
    successor,
    take_lease,
    take_over,
)
from agreements.curation.receipts import Outcome, Request, once
from agreements.curation.refusing import reject
from agreements.curation.revising import RevisionError, revise
from agreements.curation.second import Standing, standing
from agreements.curation.undoing import undo
from agreements.curation.versions import record_numbers
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
    "LEASE",
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
    "record_numbers",
    "reject",
    "release",
    "renew_lease",
    "revise",
    "standing",
    "successor",
    "take_lease",
    "take_over",
    "undo",
]
