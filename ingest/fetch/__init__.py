"""The only way out to the network: an address in, a page or a named refusal out."""

from ingest.fetch.addresses import Address, canonical, parse_address
from ingest.fetch.errors import FetchError, Refused, Unreachable
from ingest.fetch.limits import (
    ARTICLE_LIMITS,
    DEFAULT_LIMITS,
    FEED_LIMITS,
    FEED_TYPES,
    PAGE_TYPES,
    Limits,
)
from ingest.fetch.message import POST_LIMITS, Answer, check_target, post
from ingest.fetch.network import INTERNET, Gate, Network, Trip, is_public, refuse_inner
from ingest.fetch.page import NotModified, Page, fetch
from ingest.fetch.validators import Validators

__all__ = [
    "ARTICLE_LIMITS",
    "DEFAULT_LIMITS",
    "FEED_LIMITS",
    "FEED_TYPES",
    "INTERNET",
    "PAGE_TYPES",
    "POST_LIMITS",
    "Address",
    "Answer",
    "FetchError",
    "Gate",
    "Limits",
    "Network",
    "NotModified",
    "Page",
    "Refused",
    "Trip",
    "Unreachable",
    "Validators",
    "canonical",
    "check_target",
    "fetch",
    "is_public",
    "parse_address",
    "post",
    "refuse_inner",
]
