"""Read the text of an article into records, each value with the words that prove it.

Pure: no database, no network, no clock. The route is text → sentences (`prose`) → mentions
(`parties`, `instruments`, `dates`, `quantities`) → groups, pairs, events → drafts (`walk`) →
records (`assembly`).
"""

from datetime import date

from ingest.reader import assembly
from ingest.reader.drafts import walk
from ingest.reader.mentions import stamp
from ingest.reader.records import Record
from ingest.reader.relations import page
from ingest.reader.text import prose

READER_VERSION = "5"
"""Changes with anything that could change a record; kept on every draft."""

__all__ = ["READER_VERSION", "read"]


def read(
    text: str,
    *,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
) -> tuple[Record, ...]:
    """Find the security agreements between exactly two parties that a text tells of.

    Title and publisher are hints; all spans point into `text`.
    """
    published = published or stamp.of(text)
    article = page.Page(prose.parse(text), page.Hints(published, title, publisher))
    return assembly.records(walk.Walk(article), published)
