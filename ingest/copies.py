"""The same story once: which articles tell it, which of them was first, whose reading stands.

An article's `story` is the earliest of its copies; `told_by` is the one that was read for it.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from agreements import intake
from ingest.models import Article
from ingest.stories import LEAST_SHARED, Likeness, Story, compare, hash_of, sketch

# A copy with more than this of its own is read like any other text.
_MOST_OWN: Final = 0.25
# Copies that a page's own word leads to may have been worked over more than others.
_SAME_ADDRESS: Final = 0.5
# What stands below every release of a ministry is in thousands of texts: the newest will do.
_MOST_OF_ONE_HASH: Final = 50
_MOST_CANDIDATES: Final = 10
_MOST_OF_ONE_ADDRESS: Final = 3
# The lock under which stories change their heads.
_HEADS: Final = 0x5709_1E5
# In words of SQL: each article asks these, and to put together queries of Django's for them takes
# several times as long as to carry them out.
_CANDIDATES: Final = """
    WITH near AS (
        SELECT found.article_id AS id FROM unnest(%s::bigint[]) AS ours(value), LATERAL (
            SELECT article_id FROM ingest_minhash AS theirs WHERE theirs.value = ours.value
            ORDER BY article_id DESC LIMIT %s
        ) AS found
        GROUP BY 1 HAVING count(*) >= %s ORDER BY count(*) DESC, 1 DESC LIMIT %s
    ), same AS (
        SELECT article.id FROM agreements_document AS document
        JOIN ingest_article AS article ON article.document_id = document.id
        WHERE document.canonical_url = nullif(%s, '') AND article.state = 'read'
        ORDER BY article.id DESC LIMIT %s
    )
    SELECT article.id, article.document_id, article.told_by_id, article.drafts_made,
        document.text, document.published, article.id IN (SELECT id FROM same)
    FROM (SELECT id FROM near UNION SELECT id FROM same) AS candidate
    JOIN ingest_article AS article ON article.id = candidate.id
    JOIN agreements_document AS document ON document.id = article.document_id
"""
_MARKS: Final = """
    INSERT INTO ingest_minhash (value, article_id) SELECT value, %s
    FROM unnest(%s::bigint[]) AS ours(value) ON CONFLICT DO NOTHING
"""


_Row = tuple[int, int, int | None, int | None, str, date | None, bool]


@dataclass(frozen=True, slots=True)
class Told:
    """A text, taken apart once, and what its copies are looked up by."""

    text: intake.Text
    story: Story
    hashes: Sequence[int]

    @classmethod
    def of(cls, text: intake.Text) -> "Told":
        """Take a text apart; 2 ms for a page of print, no query."""
        story = Story.of(text.text, text.published)
        return cls(text, story, sketch(story))


@dataclass(frozen=True, slots=True)
class Twin:
    """An article of the same story; `own` is the share of our text that it doesn't have."""

    article_id: int
    document_id: int
    told_by_id: int | None
    drafts_made: int
    own: float
    has_same_words: bool = False


def hold(told: Told) -> None:
    """Make whoever reads a copy of this text at the same time wait for the end of the transaction.

    Two copies share hashes, and each of them is locked; always in the same order.
    """
    _lock(told.hashes or [hash_of(told.text.text)])


def find(told: Told) -> list[Twin]:
    """Return the articles that were read and tell the same story, the likest first.

    At most three queries and thirteen texts, whatever has come in.
    """
    same = _of_same_words(told.text.text)
    if same is not None:
        return [same]
    twins = []
    for pk, document, told_by, made, text, published, has_same_address in _candidates(told):
        likeness = compare(told.story, Story.of(text, published))
        if _is_same(likeness, has_same_address=has_same_address):
            twins.append(Twin(pk, document, told_by, made or 0, likeness.own))
    return sorted(twins, key=lambda twin: (twin.own, twin.article_id))


def teller(twins: Collection[Twin]) -> Twin | None:
    """Return the one whose reading may stand for ours: it was read itself, and has nearly all."""
    read = [t for t in twins if t.has_same_words or (t.told_by_id is None and t.own <= _MOST_OWN)]
    return read[0] if read else None


def adds_to(twin: Twin, pairs: Collection[tuple[str, str]]) -> bool:
    """Tell whether agreements between these parties are more than was found in the twin's text."""
    if twin.has_same_words:
        return False
    known = Counter(map(_in_order, intake.pairs_told(twin.document_id)))
    return bool(Counter(map(_in_order, pairs)) - known)


def join(article: Article, told: Told, twins: Sequence[Twin]) -> int | None:
    """Note what the article's copies are to be found by; returns the head of its story.

    None where it is the head itself, perhaps from now on: one that was published earlier than the
    copies that came in before it. To be called in the transaction that ends the job.
    """
    if not (twins and twins[0].has_same_words):
        with connection.cursor() as cursor:
            cursor.execute(_MARKS, [article.pk, list(told.hashes)])
    if not twins:
        return None
    _lock([_HEADS])
    member = Article.objects.filter(pk=twins[0].article_id).values_list("pk", "story").get()
    head = Article.objects.only("published", "received_at").get(pk=member[1] or member[0])
    if _order(head, head.published) < _order(article, told.text.published):
        return head.pk
    Article.objects.filter(story=head).update(story=article)
    Article.objects.filter(pk=head.pk).update(story=article)
    return None


def _is_same(likeness: Likeness, *, has_same_address: bool) -> bool:
    return likeness.is_same or (has_same_address and likeness.containment >= _SAME_ADDRESS)


def _order(article: Article, published: date | None) -> tuple[date, datetime, int]:
    return published or article.received_at.date(), article.received_at, article.pk


def _in_order(pair: tuple[str, str]) -> tuple[str, str]:
    first, second = sorted(pair)
    return first, second


def _of_same_words(text: str) -> Twin | None:
    document = intake.document_with(text)
    if document is None:
        return None
    found = Article.objects.filter(document=document, state=Article.State.READ).order_by("pk")
    row = found.values_list("pk", "told_by", "drafts_made").first()
    return row and Twin(row[0], document, row[1], row[2] or 0, 0.0, has_same_words=True)


def _candidates(told: Told) -> Sequence[_Row]:
    address = told.text.canonical_url
    bounds = (_MOST_OF_ONE_HASH, LEAST_SHARED, _MOST_CANDIDATES)
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, (list(told.hashes), *bounds, address, _MOST_OF_ONE_ADDRESS))
        found: list[_Row] = cursor.fetchall()
    return found


def _lock(names: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(name)) FROM unnest(%s::bigint[]) AS names(name)",
            [list(names)],
        )
