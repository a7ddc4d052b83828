"""Texts of our own to hand in, and the hand that does it."""

from datetime import date
from typing import Final

from ingest.models import Article
from ingest.reception import Receipt, Submission, receive

PACT: Final = (
    "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026, the two "
    "governments said on Wednesday.\n\n"
    "The agreement, which runs for ten years, provides for joint exercises and intelligence "
    "sharing between Estonia and Japan. It does not oblige Japan to send troops to Estonia, "
    "Estonian Defence Minister Hanno Pevkur said.\n\n"
    "Parliaments in both countries will be informed of the text next month, the ministry said."
)
NOTHING: Final = (
    "The spring trade fair in Tallinn drew some 400 exhibitors this year, among them makers of "
    "furniture, textiles and garden tools.\n\n"
    "The organisers said that visitors had come from nine countries, and that the halls would "
    "open again in the autumn for a fair of books and maps."
)


def hand_in(text: str = PACT, *, title: str = "", published: date | None = None) -> Receipt:
    """Paste a text."""
    return receive(
        Submission(
            origin=Article.Origin.PASTE,
            body=text.encode(),
            content_type="text/plain; charset=utf-8",
            title=title,
            published=published,
        )
    )
