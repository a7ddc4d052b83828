"""What papers do to a text before they print it, each by its name."""

import re
from collections.abc import Callable
from typing import Final

_CREDITS: Final = (
    ("By Hanna Okafor and a correspondent", "(Reporting by H. Okafor; editing by L. Brandt)"),
    ("NORHAVN, March 5 (Wire) — ", "© Wire News Service. All rights reserved."),
    ("Wire staff", "This story first appeared in the Evening Courier."),
    ("ABADU (Wire) - ", "Additional reporting by our correspondents in the region"),
)
_LOCAL: Final = (
    "At the Eastfield works here in Brant County, where parts for such equipment are made, the "
    "union's secretary said that nobody had been told what the news meant for the late shift.",
    "The mayor of Little Haddon, twinned with the town since 1988, said on the telephone that "
    "he hoped the choir's visit in May would go ahead all the same.",
    "About 2,300 people with roots in the region live in our district; their club on Mill Road "
    "is to hold an evening of questions and answers on Sunday week.",
)
_PROMOS: Final = (
    "Read more: Ten charts on what armies cost",
    "Sign up for our morning letter and never miss a story.",
    "Follow us for more news from the region.",
)
_HEADLINES: Final = (
    "What the ministers did not say",
    "Quiet neighbours move closer",
    "Analysis and reaction: a step with many strings",
)
_SUBHEADS: Final = ("Long road", "Doubts at home", "What comes next", "Money matters")
_STYLE: Final = (
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("defence", "defense"),
    ("Defence", "Defense"),
    (" per cent", " percent"),
    (" on Monday", " Monday"),
    (" on Tuesday", " Tuesday"),
    (" on Wednesday", " Wednesday"),
    (" on Friday", " Friday"),
    ("manoeuvres", "maneuvers"),
    ("harbour", "harbor"),
    ("neighbour", "neighbor"),
    ("Prime Minister ", "PM "),
    ("two countries", "two nations"),
)
_CLAUSE: Final = re.compile(r", (?:who|which|where|when|as|after|adding|saying|so)\b[^,.\"]{8,80},")
_FIGURE: Final = re.compile(r"\b(\d)(\d*)(?=[ -][a-z])")


def edited(title: str, paragraphs: list[str], edits: list[str]) -> str:
    """Return the text as a paper prints it after these edits, each "name" or "name:how"."""
    text = [title, *paragraphs]
    for each in edits:
        name, _, how = each.partition(":")
        text = _EDITS[name](text, int(how or 0))
    return "\n\n".join(text)


def _credit(text: list[str], which: int) -> list[str]:
    """Add a byline or a dateline above, a credit below."""
    above, below = _CREDITS[which]
    if above.endswith(" "):
        return [text[0], above + text[1], *text[2:], below]
    return [text[0], above, *text[1:], below]


def _headline(text: list[str], which: int) -> list[str]:
    """Change the headline, and put lines between the paragraphs."""
    rest: list[str] = []
    for place, paragraph in enumerate(text[1:]):
        if place and place % 3 == 0:
            rest.append(_SUBHEADS[(place + which) % len(_SUBHEADS)])
        rest.append(paragraph)
    return [_HEADLINES[which], *rest]


def _cut(text: list[str], percent: int) -> list[str]:
    """Keep the first so many per cent of the words, in whole paragraphs."""
    room = percent / 100 * sum(len(each.split()) for each in text[1:])
    kept = [text[1]]
    for paragraph in text[2:]:
        if sum(len(each.split()) for each in [*kept, paragraph]) > room:
            break
        kept.append(paragraph)
    return [text[0], *kept]


def _chop(text: list[str], percent: int) -> list[str]:
    """Keep the first so many per cent of the words, whatever sentence they end in."""
    room = int(percent / 100 * sum(len(each.split()) for each in text[1:]))
    kept = []
    for paragraph in text[1:]:
        words = paragraph.split()[:room]
        room -= len(words)
        if words:
            kept.append(" ".join(words))
    return [text[0], *kept[:-1], kept[-1] + " ..."]


def _drop(text: list[str], place: int) -> list[str]:
    """Leave out a paragraph, counted from 1."""
    return text[:place] + text[place + 1 :]


def _correct(text: list[str], place: int) -> list[str]:
    """Change a figure, in the first paragraph from `place` on that has one."""
    for at in range(max(place, 1), len(text)):
        right, count = _FIGURE.subn(lambda m: f"{9 - int(m[1]) or 1}{m[2]}", text[at], count=1)
        if count:
            return [*text[:at], right, *text[at + 1 :]]
    return [*text[:-1], text[-1] + " This version puts a figure right."]


def _local(text: list[str], which: int) -> list[str]:
    """Add a paragraph of one's own after the first."""
    return [*text[:2], _LOCAL[which], *text[2:]]


def _localtop(text: list[str], which: int) -> list[str]:
    """Begin with a paragraph of one's own."""
    return [text[0], _LOCAL[which], *text[1:]]


def _move(text: list[str], place: int) -> list[str]:
    """Bring a paragraph, a quote for the most part, up behind the first."""
    return [*text[:2], text[place], *text[2:place], *text[place + 1 :]]


def _style(text: list[str], _: int) -> list[str]:
    """Write as the house writes."""
    for old, new in _STYLE:
        text = [each.replace(old, new) for each in text]
    return text


def _join(text: list[str], _: int) -> list[str]:
    """Make one paragraph of each two."""
    rest = text[1:]
    return [text[0], *(" ".join(rest[at : at + 2]) for at in range(0, len(rest), 2))]


def _split(text: list[str], _: int) -> list[str]:
    """Make a paragraph of each sentence."""
    return [text[0], *(one for each in text[1:] for one in re.split(r"(?<=[.?!]) ", each))]


def _tighten(text: list[str], _: int) -> list[str]:
    """Take clauses out."""
    return [text[0], *(_CLAUSE.sub(" ", each, count=1) for each in text[1:])]


def _promo(text: list[str], which: int) -> list[str]:
    """Put advertisements of one's own between the paragraphs, and below."""
    one, other = _PROMOS[which], _PROMOS[(which + 1) % len(_PROMOS)]
    return [*text[:3], one, *text[3:], other]


_EDITS: Final[dict[str, Callable[[list[str], int], list[str]]]] = {
    "credit": _credit,
    "headline": _headline,
    "cut": _cut,
    "chop": _chop,
    "drop": _drop,
    "correct": _correct,
    "local": _local,
    "localtop": _localtop,
    "move": _move,
    "style": _style,
    "join": _join,
    "split": _split,
    "tighten": _tighten,
    "promo": _promo,
}
