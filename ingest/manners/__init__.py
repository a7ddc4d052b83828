"""How we behave towards other people's hosts: what robots.txt allows, one call at a time."""

from ingest.manners.gate import polite
from ingest.manners.turns import NotYet

__all__ = ["NotYet", "polite"]
