"""Read once more what can only be told when the instruments are known: their like."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.reader.drafts import alike
from ingest.reader.drafts.telling import Telling
from ingest.reader.mentions.mention import ALONE, InstrumentMention
from ingest.reader.relations.binding import Binding
from ingest.reader.text.vocabulary import words

if TYPE_CHECKING:
    from ingest.reader.drafts.walk import Walk


def read(walk: "Walk") -> None:
    """Read "similar agreements with …", now that their like is known."""
    for number, mentions in walk.page.instruments.items():
        fitting = tuple(
            one
            for one in mentions
            if not one.kind and not one.is_barred and not _is_tied(walk, one)
        )
        similar = tuple(
            one for one in fitting if one.many or one.is_similar or one.determiner == "its"
        )
        if walk.drafts.all and similar:
            here = walk.scene_of(number, mentions)
            for mention in similar:
                tie_similar(walk, walk.tell(number, here, mention, hub=walk.hub_of(number)))
        elif fitting:
            _read_untitled(walk, number, fitting)


def tie_similar(walk: "Walk", telling: Telling) -> None:
    """Tie "similar agreements with …" to the pairs that its words name."""
    mention, binding = telling.mention, telling.explicit
    told = telling.events if _is_like(mention) else telling.strong()
    if binding is None or walk.page.is_of_companies(telling.number, mention):
        return
    if (told or _is_like(mention)) and _is_of_security(walk, telling, binding):
        walk.drafts.tie(telling.number, mention, binding, told)
        _tie_likewise(walk, telling, binding)


def _is_like(mention: InstrumentMention) -> bool:
    """Tell whether words say that an instrument is of the kind spoken of: "such agreements"."""
    return mention.is_similar or mention.determiner == "such"


def _tie_likewise(walk: "Walk", telling: Telling, binding: Binding) -> None:
    """Read "the ninth to sign such an accord with Ukraine, after Britain and Germany"."""
    groups = walk.page.groups_of(telling.number)
    likes = alike.likewise(walk.page.prose, telling.mention, groups, binding)
    done = [one for one in telling.events if one.family in {"sign", "working"}]
    if likes is not None and done:
        event = replace(done[0], family="sign", status="signed", mood="done", date=None, dates=())
        walk.drafts.tie(telling.number, telling.mention, likes, (event,))


def _is_of_security(walk: "Walk", telling: Telling, binding: Binding) -> bool:
    anchors = {code for draft in walk.drafts.all for code in draft.pair}
    if telling.mention.head_word in ALONE and telling.events:
        return True
    if not all(anchors & set(pair) for pair in binding.pairs):
        return False
    mention = telling.mention
    return _is_like(mention) or mention.is_bare or walk.page.has_topic(telling.number)


def _read_untitled(walk: "Walk", number: int, mentions: tuple[InstrumentMention, ...]) -> None:
    """Read "under a 10-year memorandum" that is of security by what it is said to hold."""
    alone = [one for one in mentions if one.determiner in {"a", "an"} and not one.many]
    if len(alone) != 1 or _is_tied(walk, alone[0]) or not walk.page.has_promise(number):
        return
    if alone[0].head_word in words("walk.too_plain"):
        return
    telling = walk.tell(number, walk.scene_of(number, mentions), alone[0], hub="")
    works = any(event.family == "working" for event in telling.events)
    if telling.binding is not None and not telling.binding.is_blocked and works:
        walk.drafts.tie(number, alone[0], telling.binding, telling.events)


def _is_tied(walk: "Walk", mention: InstrumentMention) -> bool:
    return any(one is mention for draft in walk.drafts.all for _, one in draft.mentions)
