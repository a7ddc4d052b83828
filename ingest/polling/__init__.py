"""Sources, looked at when it is time: what is new there comes in as articles."""

from ingest.polling.looking import preview
from ingest.polling.rounds import forget_old, poll, poll_due, reconsider

__all__ = ["forget_old", "poll", "poll_due", "preview", "reconsider"]
