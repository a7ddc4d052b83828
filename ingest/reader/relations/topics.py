"""Tell what a sentence or a headline speaks of."""

from functools import lru_cache

from ingest.reader.text import vocabulary
from ingest.reader.text.vocabulary import Promise, Topic


@lru_cache(maxsize=64)
def of(low: str) -> tuple[Topic, ...]:
    """Give the topics of a sentence or a headline; kept, as it is asked for again."""
    return tuple(
        meaning
        for hit in vocabulary.topics().find(low)
        for meaning in hit.meanings
        if isinstance(meaning, Topic) and not meaning.of_name
    )


def are_of_security(found: tuple[Topic, ...]) -> bool:
    """Tell whether there are topics of security, and no trade, prisoners or the like."""
    secure = any(topic.kind not in {"", "not"} and not topic.title_only for topic in found)
    return secure and not any(topic.kind == "not" and not topic.title_only for topic in found)


@lru_cache(maxsize=64)
def promised(low: str) -> frozenset[str]:
    """Give the types of commitments that a sentence speaks of; kept, as it is asked for again."""
    return frozenset(
        meaning.type
        for hit in vocabulary.commitment_phrases().find(low)
        for meaning in hit.meanings
        if isinstance(meaning, Promise)
    )
