"""What is on its way in and out, and the work to be done on it."""

from ingest.models.articles import Article
from ingest.models.heartbeats import Heartbeat
from ingest.models.jobs import Job
from ingest.models.leases import FREED, is_free
from ingest.models.sending import Attempt, Delivery, Subscription
from ingest.models.sources import Entry, Poll, Source
from ingest.models.spending import TokensSpent
from ingest.models.stories import MinHash

__all__ = [
    "FREED",
    "Article",
    "Attempt",
    "Delivery",
    "Entry",
    "Heartbeat",
    "Job",
    "MinHash",
    "Poll",
    "Source",
    "Subscription",
    "TokensSpent",
    "is_free",
]
