"""Tie words like "the pact" to the instrument that they mean."""

import re
from typing import TYPE_CHECKING

from ingest.reader.drafts import untitled
from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.telling import Telling, can_point_back
from ingest.reader.relations import pairs

if TYPE_CHECKING:
    from ingest.reader.drafts.walk import Walk

NAME_WITHIN = 60
"""Characters of "The Lunna House agreement" in which its name stands."""
_NAME = re.compile(r"(?:[Tt]he )?[A-Z][a-z]+(?: [A-Z][a-z]+){0,3} [a-z]+\b")

ASIDE = 2
"""Sentences after one told in passing in which "the deal" still means it."""
REACH_BACK = 6
"""Sentences over which "the pact" still points to the instrument spoken of last."""


def point_back(walk: "Walk", telling: Telling) -> None:
    """Take "the pact" for the instrument spoken of last, unless its parties are others."""
    mention = telling.mention
    _return_to_topic(walk, telling)
    last = walk.drafts.latest if mention.determiner == "that" else walk.drafts.last
    if telling.explicit and walk.drafts.add_to_pair(
        telling.number, mention, telling.explicit, telling.events
    ):
        return
    if last is None:
        untitled.tie_older(walk, telling)
    if _add_to_year(walk, telling):
        return
    if last is None or telling.is_of_other(last):
        return
    other = mention.year or mention.is_older or telling.is_of_the_past(walk.page.year)
    more = telling.is_one_more(last, on_topic=walk.page.has_topic(telling.number))
    named = mention.is_older or mention.determiner == "another"
    told = telling.strong() or (named and mention.year) or _works(walk, telling, last)
    unknown = mention.family == "text" and mention.year and mention.is_bare
    if (other or more) and told and not mention.many and not unknown:
        both = pairs.speaks_of_both(walk.page.sentence(telling.number).low)
        pair = walk.page.main_pair if both else None
        walk.drafts.tie_again(telling.number, mention, telling.events, pair)
    elif mention.determiner == "other" and not mention.many and walk.signings:
        told = telling.strong() or walk.signings[-1].strong()
        walk.drafts.tie_again(telling.number, mention, told)
    elif can_point_back(mention, last) or _is_its_name(walk, telling, last):
        walk.drafts.point_back(telling.number, mention, telling.events, REACH_BACK)


def _is_its_name(walk: "Walk", telling: Telling, last: Draft) -> bool:
    """Read "The Lunna House agreement" right after "a pact" as the name of it."""
    mention = telling.mention
    if mention.determiner != "the" or mention.is_bare or mention.is_proper or mention.many:
        return False
    told, named = last.mentions[-1][0], walk.page.prose.plain[mention.span.start :][:NAME_WITHIN]
    near = 0 <= telling.number - told <= 1 and last.title.determiner in {"a", "an"}
    parties = any(mention.span.covers(one.span) for one in walk.page.parties_of(telling.number))
    return near and not parties and _NAME.match(named) is not None


def _works(walk: "Walk", telling: Telling, last: Draft) -> bool:
    """Read "under an earlier arrangement" and "rests on a treaty from 1951" of the last two."""
    mention = telling.mention
    other = mention.year or mention.is_older
    if not (other and telling.events and mention.determiner in {"a", "an", "the"}):
        return False
    if mention.determiner == "the" and not mention.is_current:
        return False
    groups = walk.page.groups_of(telling.number)
    return all(code in last.pair for group in groups for code in group.codes)


def _add_to_year(walk: "Walk", telling: Telling) -> bool:
    """Add "the 1963 treaty" to the one that is known to be of 1963; tell whether one was."""
    mention = telling.mention
    if mention.year is None or not mention.is_bare or mention.determiner != "the":
        return False
    of_year = [draft for draft in walk.drafts.all if draft.year == mention.year]
    if len(of_year) != 1:
        return False
    of_year[0].add(telling.number, mention, telling.events)
    walk.drafts.last = of_year[0]
    return True


def _return_to_topic(walk: "Walk", telling: Telling) -> None:
    """Let "the treaty" of a new paragraph be what the article is about, not one in passing.

    In the same paragraph it is so again some sentences after one that was named but once.
    """
    last, topic = walk.drafts.last, walk.drafts.topic()
    if last is None or topic is None or telling.mention.determiner != "the":
        return
    block = walk.page.sentence(telling.number).block
    at = last.mentions[-1][0]
    long_since = len(last.mentions) == 1 and telling.number - at > ASIDE
    near = walk.page.sentence(at).block == block and not long_since
    if not near and len(last.mentions) < len(topic.mentions) and topic.first < last.first:
        walk.drafts.last = topic
