"""Join the parties of a sentence into groups: "Japan and the Philippines", "US-Ukraine"."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest.reader.mentions.parties import PartyMention, is_elliptic
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern

PAIR = 2
MOST_IN_A_SENTENCE = 60
WIDEST_GAP = 90
"""Characters between two parties of one group, titles and names included."""

CLAUSE_WITHIN = 80
"""Characters after a party in which the verb of its own clause is looked for."""
ASIDE_WITHIN = 40
"""Characters at the beginning of a sentence that can set a party aside."""

_COMMA = re.compile(r"^(?:'s)?(?:\s[A-Z][\w.'-]*)*,\s(?:the\s)?$")
_WITH = re.compile(r"\bwith\s(?:the\s)?$")
_OR = re.compile(r"\bor\s(?:the\s)?$")
_MANY_THEN = re.compile(r"(?:\s(?:allies|partners|states|nations|countries|members|powers))?,\s?")
_AND_NEW = re.compile(r"(?:,?\s(?:in|on|last|this|since)\s[\w ]{3,20})?,\sand\s")
_HYPHEN = re.compile(r"^\s?[-/]\s?$")
_BY = re.compile(r"\bby\s+(?:the\s+|both\s+|[A-Z]?[\w.'-]+\s+){0,4}$")
_TO = re.compile(r"\b(?:for|to|of)\s+(?:the\s+|its\s+)?$")
_SAMPLED = re.compile(
    r"^(?:\s(?:states|countries|nations|members|allies|partners|member states|neighbou?rs))?"
    r",?\s(?:including|such as|among them|notably|like|namely|among others)\s(?:the\s)?$"
)


@cache
def _joined() -> re.Pattern[str]:
    """Match what stands between two parties of one group: "'s Rishi Sunak and"."""
    name, when = pattern("groups.name").pattern, pattern("groups.when").pattern
    return re.compile(
        rf"^(?:'s)?(?:\s+{name}){{0,7}}(?P<when>,?\s+{when})?\s*"
        r"(?:,\s*(?:and|as well as|or|plus|then|along with)?|\band\b|&|\bas well as\b|"
        r"\balong with\b|\bplus\b|\bor\b)"
        rf"\s+(?:{name}\s+){{0,9}}(?:with\s+)?(?:the\s+)?$"
    )


@cache
def _same() -> re.Pattern[str]:
    """Match what stands between a state and its own leader."""
    name = pattern("groups.name").pattern
    return re.compile(rf"^(?:'s?)?,?\s+(?:{name},?\s+){{0,8}}$|^(?:\s*\(|'s\s|,\s)$|^\)?\s$")


@dataclass(frozen=True, slots=True)
class Group:
    """Parties named together, `places` is where each code stands.

    `link` is the word before them: with, by, to, between or none.
    `is_sample` says that they stand for more ("including Latvia and Finland"), `is_many` that a
    group of states is among them.
    """

    span: Span
    codes: tuple[str, ...]
    places: tuple[Span, ...]
    link: str
    is_sample: bool
    is_many: bool
    is_hyphened: bool


def find(prose: Prose, sentence: Span, mentions: tuple[PartyMention, ...]) -> tuple[Group, ...]:
    """Group the parties of one sentence, left to right; places and third states are left out."""
    acting = [
        one
        for one in mentions
        if one.role in {"party", "colour"}
        and not is_elliptic(prose.plain, one)
        and not _is_apposed(prose.plain, one)
    ]
    chains: list[list[PartyMention]] = []
    for mention in acting[:MOST_IN_A_SENTENCE]:
        if chains and _is_sample_of(prose.plain, chains[-1], mention):
            chains[-1] = [mention]
        elif (
            chains
            and _belongs(prose.plain, chains[-1][-1], mention)
            and not _is_set_aside(prose, sentence, chains[-1], mention)
            and not _is_new_clause(prose.plain, chains[-1], mention)
        ):
            chains[-1].append(mention)
        elif mention.role == "party":
            chains.append([mention])
    parted = [part for chain in chains for part in _parted(prose, sentence, chain)]
    return tuple(_group(prose, sentence, chain) for chain in parted)


def _is_apposed(plain: str, one: PartyMention) -> bool:
    """Read "Somalia, Kenya's neighbour, signed": Kenya does nothing."""
    end = one.span.end
    after = plain.startswith("'", end) and pattern("groups.apposed").match(plain, end, end + 50)
    return bool(after) and plain[max(0, one.span.start - 2) : one.span.start] == ", "


def _parted(
    prose: Prose, sentence: Span, chain: list[PartyMention]
) -> tuple[list[PartyMention], ...]:
    """Part "with Fiji, Beijing's foreign ministry announced": a list of two has an "and"."""
    two = len(chain) == PAIR and chain[0].code != chain[1].code
    if not two or not _COMMA.match(prose.plain[chain[0].span.end : chain[1].span.start]):
        return (chain,)
    start = chain[0].span.start
    before = prose.low[max(sentence.start, start - 60) : start]
    return ([chain[0]], [chain[1]]) if pattern("groups.with").search(before) else (chain,)


def _is_sample_of(plain: str, chain: list[PartyMention], mention: PartyMention) -> bool:
    """Read "with several Gulf states, including Oman": those named stand for the rest."""
    gap = plain[chain[-1].span.end : mention.span.start]
    return len(chain) == 1 and chain[0].type == "group" and _SAMPLED.match(gap) is not None


def _is_set_aside(
    prose: Prose, sentence: Span, chain: list[PartyMention], mention: PartyMention
) -> bool:
    """Read "Besides the Philippines, Japan has": the comma parts them."""
    gap = prose.plain[chain[-1].span.end : mention.span.start]
    before = prose.low[sentence.start : chain[0].span.start]
    same = chain[-1].code == mention.code
    if gap.rstrip() != "," or len(before) > ASIDE_WITHIN or same:
        return False
    after = prose.plain[mention.span.end : mention.span.end + CLAUSE_WITHIN]
    acts = pattern("groups.acts").match(after)
    return acts is not None and pattern("groups.aside").match(before) is not None


def _is_new_clause(plain: str, chain: list[PartyMention], mention: PartyMention) -> bool:
    """Read "has a pact with the US, and Argentina's president has": who comes second acts."""
    gap = plain[chain[-1].span.end : mention.span.start]
    start = chain[0].span.start
    named = len(chain) == 1 and _AND_NEW.match(gap) is not None
    if not named or not _WITH.search(plain, max(0, start - 12), start):
        return False
    after = plain[mention.span.end : mention.span.end + CLAUSE_WITHIN]
    return pattern("groups.acts").match(after) is not None


def _belongs(plain: str, last: PartyMention, mention: PartyMention) -> bool:
    gap = plain[last.span.end : mention.span.start]
    if len(gap) > WIDEST_GAP or (last.type == "group" and _MANY_THEN.fullmatch(gap)):
        return False
    if last.type == "prefix" or _HYPHEN.match(gap):
        return True
    if last.code == mention.code and mention.code:
        return _same().match(gap) is not None or _joined().match(gap) is not None
    joined = _joined().match(gap)
    if joined is None or not _is_partner(plain, mention, gap):
        return False
    after = plain[mention.span.end : mention.span.end + 30]
    return not joined["when"] or pattern("groups.dated").match(after) is not None


def _is_partner(plain: str, mention: PartyMention, gap: str) -> bool:
    """Leave out who speaks: "with China, Prime Minister Rabuka said"."""
    after = plain[mention.span.end : mention.span.end + 30]
    may_speak = mention.type == "leader" or gap.strip() in {",", ", the"}
    speaks = may_speak and pattern("groups.says").match(after)
    return mention.role == "party" and not speaks


def _group(prose: Prose, sentence: Span, chain: list[PartyMention]) -> Group:
    span = Span(chain[0].span.start, chain[-1].span.end)
    start = max(sentence.start, span.start - 110)
    where: dict[str, Span] = {}
    for mention in chain:
        if mention.code:
            where.setdefault(mention.code, mention.span)
    gaps = [prose.plain[a.span.end : b.span.start] for a, b in pairwise(chain)]
    return Group(
        span=span,
        codes=tuple(where),
        places=tuple(where.values()),
        link=_link(prose.plain[start : span.start]),
        is_sample=prose.marks.search("groups.sample", start, span.start) is not None,
        is_many=any(mention.type == "group" for mention in chain)
        or any(_OR.search(gap) for gap in gaps),
        is_hyphened=any(gap == "" or _HYPHEN.match(gap) for gap in gaps),
    )


def _link(before: str) -> str:
    low = before.lower()
    if ("with" in low or "alongside" in low) and pattern("groups.with").search(low):
        return "with"
    if "between" in before and pattern("groups.between").search(before):
        return "between"
    if "by" in before and _BY.search(before):
        return "by"
    return "to" if _TO.search(before) else ""
