"""What editors do with sources: try, add, change, pause, delete, look at, take lists in and out."""

from ingest.sources.deleting import NotDeletedError, delete, why_it_stays
from ingest.sources.keeping import (
    NotKeptError,
    Told,
    add,
    change,
    check_new,
    pause,
    poll_now,
    switch_on,
)
from ingest.sources.trying import NotTriedError, Trial, try_out

__all__ = [
    "NotDeletedError",
    "NotKeptError",
    "NotTriedError",
    "Told",
    "Trial",
    "add",
    "change",
    "check_new",
    "delete",
    "pause",
    "poll_now",
    "switch_on",
    "try_out",
    "why_it_stays",
]
