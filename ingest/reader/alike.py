"""Find those who did as the two of a sentence: "as did Sweden", "after Britain and Germany"."""

from ingest.reader.binding import Binding, sorted_pair
from ingest.reader.groups import Group
from ingest.reader.mention import InstrumentMention
from ingest.reader.prose import Prose
from ingest.reader.vocabulary import pattern

WITH_WITHIN = 90
"""Characters after a name in which "with several of its neighbours" is looked for."""


def is_with_others(prose: Prose, mention: InstrumentMention) -> bool:
    """Read "similar pacts with several of its neighbours", which names nobody."""
    if not mention.is_similar:
        return False
    after = prose.low[mention.head.end : mention.head.end + WITH_WITHIN]
    return pattern("walk.with_others").match(after) is not None


def likewise(
    prose: Prose, mention: InstrumentMention, groups: tuple[Group, ...], binding: Binding
) -> Binding | None:
    """Find those who did alike: "such an accord with Ukraine, after Britain and Germany"."""
    if not binding.partner:
        return None
    for group in groups:
        before = prose.low[max(0, group.span.start - 40) : group.span.start]
        others = [code for code in group.codes if code != binding.partner]
        after = group.span.start > mention.head.end and not group.is_many and others
        if after and group.link == "" and pattern("pairs.likewise").search(before):
            all_pairs = tuple(sorted_pair(binding.partner, code) for code in others)
            return Binding(all_pairs, group.span, 0.8, is_list=True, partner=binding.partner)
    return None
