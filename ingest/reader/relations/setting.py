"""Tell whom an article is about before its instruments are known."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ingest.reader.mentions import parties
from ingest.reader.mentions.parties import PartyMention
from ingest.reader.relations.binding import PAIR
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern

DATELINE = 40
"""Characters at the beginning of a text in which a place may be its dateline."""
NAMED_WITHIN = 1_200
"""Characters of an article in which its two parties are looked for."""


def home_of(publisher: str | None) -> str:
    """Name the party whose government publishes; empty for a newspaper."""
    if not publisher or not pattern("setting.official").search(publisher):
        return ""
    codes = {mention.code for mention in parties.in_line(publisher, None) if mention.code}
    return codes.pop() if len(codes) == 1 else ""


def speaks_for_home(words: str) -> bool:
    """Tell whether a sentence is in the voice of the government that publishes it."""
    return pattern("setting.own_voice").search(words) is not None


def main_pair(
    text: Prose,
    mentions: tuple[PartyMention, ...],
    title: str | None,
    home: str,
    published: date | None,
) -> tuple[str, str] | None:
    """Name the two parties that an article is about; None where that is not plain."""
    named = parties.in_line(title or "", published)
    if named:
        headline = _codes(named)
        guests = Counter({code: count for code, count in headline.items() if code != home})
        found = (
            _two(headline)
            or (_two(guests + Counter([home])) if home else None)
            or _two(_codes(_signers(title or "", named)))
        )
        if found:
            return found
    lead = [one for one in mentions if one.span.start < NAMED_WITHIN]
    end = text.sentences[0].span.end if text.sentences else 0
    first = [one for one in lead if one.span.start < end]
    return (
        _two(_codes(first))
        or _with_home(mentions, home)
        or _two(_frequent(_codes(lead)))
        or _two(_with_host(named))
        or _two(_with_host([one for one in first if one.span.start > DATELINE]))
    )


def _signers(title: str, named: tuple[PartyMention, ...]) -> tuple[PartyMention, ...]:
    """Leave out whom a headline names for the reason: "… sign pact as Ethiopia row simmers"."""
    signers = tuple(one for one in named if one.role == "party")[:1]
    after = signers[0].span.end if signers else len(title)
    cut = pattern("setting.headline_cut").search(title.lower(), after)
    return tuple(one for one in named if one.span.start < cut.start()) if cut else ()


def _with_host(mentions: Iterable[PartyMention]) -> Counter[str]:
    """Take "Turkish minister in Kigali" for Turkey and Rwanda: a guest, and where he is."""
    here = list(mentions)
    if any(one.type == "group" for one in here):
        return Counter()
    guests, hosts = _codes(here), Counter(one.code for one in here if one.role == "place")
    return guests + hosts if len(guests) == len(hosts) == 1 else Counter()


def _codes(mentions: Iterable[PartyMention]) -> Counter[str]:
    return Counter(one.code for one in mentions if one.code and one.role in {"party", "colour"})


def _two(counted: Counter[str]) -> tuple[str, str] | None:
    if len(counted) != PAIR:
        return None
    first, second = sorted(counted)
    return (first, second)


def _with_home(mentions: tuple[PartyMention, ...], home: str) -> tuple[str, str] | None:
    others = _codes(one for one in mentions if one.code != home).most_common(2)
    if not home or not others or (len(others) > 1 and others[0][1] < 2 * others[1][1]):
        return None
    first, second = sorted((home, others[0][0]))
    return (first, second)


def _frequent(counted: Counter[str]) -> Counter[str]:
    """Keep the two that are named most, if a third is not named half as often."""
    top = counted.most_common(3)
    if len(top) > PAIR and top[2][1] * 2 > top[1][1]:
        return Counter()
    return Counter(dict(top[:2]))
