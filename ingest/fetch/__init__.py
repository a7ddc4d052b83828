"""The only way out to the network: an address in, a page or a named refusal out."""

from ingest.fetch.addresses import Address, canonical, parse_address
from ingest.fetch.errors import FetchError, Refused, Unreachable
from ingest.fetch.limits import DEFAULT_LIMITS, PAGE_TYPES, Limits
from ingest.fetch.message import POST_LIMITS, Answer, check_target, post
from ingest.fetch.network import INTERNET, Network, is_public, refuse_inner
from ingest.fetch.page import Page, fetch

__all__ = [
    "DEFAULT_LIMITS",
    "INTERNET",
    "PAGE_TYPES",
    "POST_LIMITS",
    "Address",
    "Answer",
    "FetchError",
    "Limits",
    "Network",
    "Page",
    "Refused",
    "Unreachable",
    "canonical",
    "check_target",
    "fetch",
    "is_public",
    "parse_address",
    "post",
    "refuse_inner",
]
