"""Tell what a sentence or a headline speaks of."""

from collections.abc import Iterable
from functools import lru_cache

from ingest.reader.records import Span
from ingest.reader.text import marks, vocabulary
from ingest.reader.text.marks import Marks
from ingest.reader.text.vocabulary import Found, Promise, Topic


@lru_cache(maxsize=8)
def of_title(low: str) -> tuple[Topic, ...]:
    """Give the topics of a headline; kept, as it is asked for again."""
    return _topics(vocabulary.topics().find(low))


def of(text: Marks, sentence: Span) -> tuple[Topic, ...]:
    """Give the topics of a sentence."""
    return _topics(text.found(marks.TOPICS, sentence.start, sentence.end))


def _topics(found: Iterable[Found]) -> tuple[Topic, ...]:
    """Leave out what only a name can tell."""
    return tuple(
        meaning
        for hit in found
        for meaning in hit.meanings
        if isinstance(meaning, Topic) and not meaning.of_name
    )


def are_of_security(found: tuple[Topic, ...]) -> bool:
    """Tell whether there are topics of security, and no trade, prisoners or the like."""
    secure = any(topic.kind not in {"", "not"} and not topic.title_only for topic in found)
    return secure and not any(topic.kind == "not" and not topic.title_only for topic in found)


def promised(text: Marks, sentence: Span) -> frozenset[str]:
    """Give the types of commitments that a sentence speaks of."""
    return frozenset(
        meaning.type
        for hit in text.found(marks.COMMITMENTS, sentence.start, sentence.end)
        for meaning in hit.meanings
        if isinstance(meaning, Promise)
    )
