"""The publisher of the polls, for trials."""

from tests.ingest.polling.conftest import press, publisher

__all__ = ["press", "publisher"]
