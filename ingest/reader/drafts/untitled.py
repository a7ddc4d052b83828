"""Tell of "an accord", whose name does not say so, whether it is one of security, and whose."""

import re
from typing import TYPE_CHECKING

from ingest.reader.drafts.drafting import Drafts
from ingest.reader.drafts.telling import Telling
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.groups import Group
from ingest.reader.relations.page import Page
from ingest.reader.relations.pairs import are_all_with
from ingest.reader.text.vocabulary import pattern

if TYPE_CHECKING:
    from ingest.reader.drafts.walk import Walk

SERIES = 2
"""Pairs of one party that make its agreements a series."""
SUBJECT_WITHIN = 90
"""Characters after "an agreement" in which "with Norway on fisheries" is looked for."""
_VERSION = re.compile(
    r"'s (?:own |similar )?(?:version|equivalent|variant|counterpart) (?:of|to) "
    r"(?:the |this |that )?"
)
SAID_OF_OWN = frozenset({"its", "their", "the", "his", "her"})


def is_by_content(page: Page, telling: Telling) -> bool:
    """Tell whether what is said around "an accord" shows that it is one of security."""
    binding = telling.explicit
    if binding is None or page.is_of_other_topic(telling.number):
        return False
    main = page.is_titled_security and binding.pairs[0] == page.main_pair
    number = telling.number
    return main or page.speaks_of_defence(number) or page.goes_on_of_defence(number)


def follows(walk: "Walk", telling: Telling) -> bool:
    """Tell whether "an agreement with Norway" comes after one of security of the same party."""
    last, binding = walk.drafts.last, telling.explicit
    if last is None or binding is None or not telling.mention.is_bare:
        return False
    near = telling.number - last.mentions[-1][0] in {0, 1} and binding.pairs[0] != last.pair
    behind = walk.page.prose.low[telling.mention.head.end :][:SUBJECT_WITHIN]
    if pattern("untitled.of_subject").match(behind):
        return False
    alone = are_all_with(walk.page.groups_of(telling.number))
    shared = set(binding.pairs[0]) & set(last.pair)
    return near and alone and bool(shared) and not walk.page.is_of_other_topic(telling.number)


def tie_older(walk: "Walk", telling: Telling) -> None:
    """Tie "it would upgrade the 1987 declaration" also long after its own pact was named."""
    pair, mention = walk.page.main_pair, telling.mention
    dated = mention.is_older and mention.year and telling.explicit is None
    if pair is None or not dated or not walk.page.is_about_main(telling.number):
        return
    if any(draft.pair == pair for draft in walk.drafts.all):
        binding = Binding((pair,), mention.span, 0.65, is_explicit=False)
        walk.drafts.tie(telling.number, mention, binding, telling.events)


def like_others(page: Page, drafts: Drafts, telling: Telling) -> Binding | None:
    """Bind "a deal" or "its agreement" that is one more of those that a party signs with many."""
    return _at_hub(page, drafts, telling) or _of_series(drafts, telling)


def _at_hub(page: Page, drafts: Drafts, telling: Telling) -> Binding | None:
    """Read "Sunak signed a deal in Kyiv", where the article is of Ukraine's agreements."""
    hub, mention = drafts.hub(), telling.mention
    signed = any(event.family == "sign" for event in telling.events)
    if not hub or not signed or telling.binding is not None or mention.determiner != "a":
        return None
    if not mention.is_bare or hub not in page.places_of(telling.number):
        return None
    actors = [one for one in page.groups_of(telling.number) if len(one.codes) == 1]
    if len(actors) != 1 or actors[0].codes[0] == hub:
        return None
    pair = (min(hub, actors[0].codes[0]), max(hub, actors[0].codes[0]))
    return Binding((pair,), actors[0].span, 0.7, partner=hub)


def _of_series(drafts: Drafts, telling: Telling) -> Binding | None:
    """Read "Latvia signed its agreement with Ukraine in April" after others of Ukraine's."""
    binding, mention, hub = telling.explicit, telling.mention, drafts.hub()
    if binding is None or not hub or not mention.is_bare or mention.determiner not in SAID_OF_OWN:
        return None
    told = {draft.pair for draft in drafts.all if hub in draft.pair}
    new = [pair for pair in binding.pairs if hub in pair and pair not in told]
    if len(told) < SERIES or len(new) != 1 or len(binding.pairs) != 1 or not telling.strong():
        return None
    return binding


def other_owner(
    page: Page, drafts: Drafts, mention: InstrumentMention, groups: tuple[Group, ...]
) -> str:
    """Name whose "Norway's agreement" is, in an article of agreements with another."""
    codes = {code for group in groups for code in group.codes}
    known = {code for draft in drafts.all for code in draft.pair}
    alone = len(groups) == 1 and not groups[0].is_many
    inside = alone and mention.span.covers(groups[0].span)
    owned = inside and page.prose.plain.startswith("'", groups[0].span.end)
    owned = owned or (alone and _is_version_of(page, groups[0], mention))
    if not owned or mention.kind or len(codes) != 1 or codes & known:
        return ""
    return codes.pop() if drafts.hub() and not mention.many else ""


def _is_version_of(page: Page, owner: Group, mention: InstrumentMention) -> bool:
    """Read "Finland's version of the agreement"."""
    between = page.prose.low[owner.span.end : mention.span.start]
    return "'s " in between and _VERSION.fullmatch(between) is not None


def owner_of_one(page: Page, drafts: Drafts, mention: InstrumentMention, number: int) -> str:
    """Name whose "the German one" is, in an article of agreements with another."""
    inside = [one for one in page.parties_of(number) if mention.span.covers(one.span)]
    alone = mention.head_word == "one" and len(inside) == 1
    return inside[0].code if alone and drafts.hub() not in {"", inside[0].code} else ""
