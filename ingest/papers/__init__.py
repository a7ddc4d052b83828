"""PDF and Word files: told by their first bytes, read in a box of their own."""

from ingest.papers.box import Paper, check, kind_of, read
from ingest.papers.errors import BadPaper, Kind

__all__ = ["BadPaper", "Kind", "Paper", "check", "kind_of", "read"]
