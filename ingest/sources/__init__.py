"""What editors do with sources: try, add, change, pause, look at, take lists of them in and out."""

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
    "NotKeptError",
    "NotTriedError",
    "Told",
    "Trial",
    "add",
    "change",
    "check_new",
    "pause",
    "poll_now",
    "switch_on",
    "try_out",
]
