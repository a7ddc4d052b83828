"""What editors do with drafts and agreements. Nothing else publishes."""

from agreements.curation.again import approve_again, is_dealt_to, reject_again, revise_again
from agreements.curation.approving import approve
from agreements.curation.bulk import BulkOutcome, reject_many, undo_many
from agreements.curation.claiming import check_opened
from agreements.curation.deferring import Pause, bring_back, defer, morning
from agreements.curation.differing import adopt, keep_own
from agreements.curation.duplicating import duplicate_of_agreement, duplicate_of_draft
from agreements.curation.leases import (
    LEASE,
    Lease,
    lease_of,
    release,
    renew_lease,
    seconds_on,
    successor,
    take_lease,
    take_over,
)
from agreements.curation.receipts import RECEIPTS_KEPT, Outcome, Request, forget_receipts, once
from agreements.curation.refusing import reject
from agreements.curation.returning import send_back
from agreements.curation.revising import RevisionError, revise
from agreements.curation.second import Standing, standing
from agreements.curation.splitting import split
from agreements.curation.undoing import undo
from agreements.curation.uniting import merge_agreements
from agreements.curation.versions import record_numbers
from agreements.verdicts import (
    AlreadyDecidedError,
    BuiltUponError,
    CurationError,
    LeaseLostError,
    StaleDraftError,
    StaleRecordError,
    SupersededError,
    Verdict,
)

__all__ = [
    "LEASE",
    "RECEIPTS_KEPT",
    "AlreadyDecidedError",
    "BuiltUponError",
    "BulkOutcome",
    "CurationError",
    "Lease",
    "LeaseLostError",
    "Outcome",
    "Pause",
    "Request",
    "RevisionError",
    "StaleDraftError",
    "StaleRecordError",
    "Standing",
    "SupersededError",
    "Verdict",
    "adopt",
    "approve",
    "approve_again",
    "bring_back",
    "check_opened",
    "defer",
    "duplicate_of_agreement",
    "duplicate_of_draft",
    "forget_receipts",
    "is_dealt_to",
    "keep_own",
    "lease_of",
    "merge_agreements",
    "morning",
    "once",
    "record_numbers",
    "reject",
    "reject_again",
    "reject_many",
    "release",
    "renew_lease",
    "revise",
    "revise_again",
    "seconds_on",
    "send_back",
    "split",
    "standing",
    "successor",
    "take_lease",
    "take_over",
    "undo",
    "undo_many",
]
