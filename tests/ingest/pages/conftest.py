"""The publisher of the polls, for pages that look at sources."""

from tests.ingest.polling.conftest import press, publisher

__all__ = ["press", "publisher"]
