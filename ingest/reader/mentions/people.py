"""Learn from "Kenyan Defence Minister Soipan Tuya" for whom "Tuya" stands in the same article."""

from bisect import bisect_left

from ingest.reader.mentions.parties import PartyMention
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern

MOST_PEOPLE = 12
SHORTEST = 4
"""Letters of a family name that is looked for alone."""
NAMED_WITHIN = 110
"""Characters after a state in which an office and a name stand."""
FAMILY_FIRST = frozenset({"CN", "KP", "KR", "SG", "TW", "VN"})
"""Where the family name comes first."""


def find(prose: Prose, mentions: tuple[PartyMention, ...]) -> tuple[PartyMention, ...]:
    """Add the mentions of people by family name to those of their states."""
    known = _known(prose, mentions)
    starts = [one.span.start for one in mentions]
    found = list(mentions)
    for name, code in sorted(known.items(), key=lambda entry: -len(entry[0])):
        for start in _places(prose.plain, name):
            before = bisect_left(starts, start + len(name)) - 1
            last = found[before] if before >= 0 else None
            if code and (last is None or _is_new(last, code, start, name)):
                span = Span(start, start + len(name))
                starts.insert(before + 1, start)
                found.insert(before + 1, PartyMention(span, code, "leader", "party"))
    return tuple(found)


def _is_new(last: PartyMention, code: str, start: int, name: str) -> bool:
    """Leave a full name out right after its state, where it tells nothing more."""
    gap = start - last.span.end
    told = last.code == code and " " in name
    return gap >= (NAMED_WITHIN if told else 0)


def _known(prose: Prose, mentions: tuple[PartyMention, ...]) -> dict[str, str]:
    """Give family names with the codes of their states; none where two bear one name."""
    known: dict[str, str] = {}
    for one in mentions:
        if len(known) < MOST_PEOPLE:
            for name in _names(prose, one):
                same = known.get(name, one.code) == one.code
                known[name] = one.code if same else ""
    return known


def _names(prose: Prose, one: PartyMention) -> list[str]:
    if one.type == "leader":
        words = prose.plain[one.span.start : one.span.end].split()
    elif one.code and one.type in {"demonym", "name"}:
        end = one.span.end
        person = pattern("people.person").match(prose.plain, end, end + NAMED_WITHIN)
        words = person["name"].split() if person else []
    else:
        words = []
    if len(words) < len(("first", "last")):
        return []
    name = words[0] if one.code in FAMILY_FIRST else words[-1]
    family = [name] if len(name) >= SHORTEST and name[0].isupper() else []
    return family if one.type == "leader" else [" ".join(words), *family]


def _places(plain: str, name: str) -> list[int]:
    """Find a name where it stands alone, or after a title."""
    found, start = [], plain.find(name)
    while start >= 0:
        end = start + len(name)
        alone = not plain[end : end + 1].isalnum() and not plain[start - 1 : start].isalnum()
        longer = pattern("people.longer").match(plain, end, end + 20)
        inside = pattern("people.inside").search(plain, max(0, start - 25), start)
        behind = plain.startswith("-", end) and pattern("parties.compound_after").match(plain, end)
        if alone and not (longer or inside or behind):
            found.append(start)
        start = plain.find(name, end)
    return found
