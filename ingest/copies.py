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
from ingest.models import Article, MinHash
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
_CANDIDATES: Final = """
    SELECT found.article_id FROM unnest(%s::bigint[]) AS ours(value), LATERAL (
        SELECT article_id FROM ingest_minhash AS theirs WHERE theirs.value = ours.value
        ORDER BY article_id DESC LIMIT %s
    ) AS found
    GROUP BY 1 HAVING count(*) >= %s ORDER BY count(*) DESC, 1 DESC LIMIT %s
"""


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

    At most five queries and ten texts, whatever has come in.
    """
    same = _of_same_words(told.text.text)
    if same is not None:
        return [same]
    by_address = _by_address(told.text.canonical_url)
    numbers = {*_by_hashes(told.hashes), *by_address}
    if not numbers:
        return []
    rows = Article.objects.filter(pk__in=numbers, document__isnull=False).values_list(
        "pk", "document", "told_by", "drafts_made", "document__text", "document__published"
    )
    twins = []
    for pk, document, told_by, made, text, published in rows:
        likeness = compare(told.story, Story.of(text, published))
        if _is_same(likeness, has_same_address=pk in by_address):
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
        marks = [MinHash(value=value, article=article) for value in told.hashes]
        MinHash.objects.bulk_create(marks, ignore_conflicts=True)
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


def _by_hashes(hashes: Sequence[int]) -> list[int]:
    if not hashes:
        return []
    bounds = [_MOST_OF_ONE_HASH, LEAST_SHARED, _MOST_CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [list(hashes), *bounds])
        return [row[0] for row in cursor.fetchall()]


def _by_address(address: str) -> list[int]:
    if not address:
        return []
    found = Article.objects.filter(document__canonical_url=address, state=Article.State.READ)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:_MOST_OF_ONE_ADDRESS])


def _lock(names: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(name)) FROM unnest(%s::bigint[]) AS names(name)",
            [list(names)],
        )
