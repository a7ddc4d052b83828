"""Name the party whose instruments a sentence is of, where its words name only the other."""

import re

from ingest.reader.drafts.drafting import Drafts
from ingest.reader.relations.groups import Group
from ingest.reader.relations.page import Page

_LACKING = re.compile(
    r"(?:it|its|this|which|he|she)\s|"
    r"(?:in|on|last|earlier|since|later|two|three|by|also|already)\b[\w ]{0,30}?,?\s(?:it|he|she)\s"
)
_WITH_WHICH = re.compile(r"\bwith (?:which|whom) (?:the )?$")
_ITS = re.compile(r"\bits?\s")
_OWN_VOICE = re.compile(r"\b(?:and i|i and|we|and me|with me)\b")


def lacks_one(page: Page, number: int) -> bool:
    """Tell whether a sentence names one of its parties only as "it" or "we"."""
    low = page.sentence(number).low
    return _LACKING.match(low) is not None or _OWN_VOICE.search(low) is not None


def hub_of(page: Page, drafts: Drafts, number: int) -> str:
    """Name the party that a sentence's "it" or "we" means, or that most instruments share."""
    low = page.sentence(number).low
    if page.home and _OWN_VOICE.search(low):
        return page.home
    if number and (_LACKING.match(low) or _speaks_of_it(page, number)):
        before = [one for one in page.groups_of(number - 1) if one.codes]
        told = [one for one in before if _WITH_WHICH.search(_words_before(page, one))] or before
        if told and (told[0].link == "" or told is not before) and len(told[0].codes) == 1:
            return told[0].codes[0]
    return drafts.hub() or page.protagonist


def _words_before(page: Page, group: Group) -> str:
    return page.prose.low[max(0, group.span.start - 24) : group.span.start]


def _speaks_of_it(page: Page, number: int) -> bool:
    """Read "months after it had torn up its pacts with France", where nobody else acts."""
    groups = page.groups_of(number)
    alone = bool(groups) and all(one.link == "with" for one in groups)
    return alone and _ITS.search(page.sentence(number).low) is not None
