"""Made-up news pages: an article of some 550 words among all that surrounds one on a news site."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SITE: Final = "The Synthetic Courier"
SIZE: Final = 137_000
_FIRST_DAY: Final = date(2024, 1, 1)
_DAYS: Final = 900
_STATES: Final = {
    "AT": "Austria", "BW": "Botswana", "CA": "Canada", "CL": "Chile", "DK": "Denmark",
    "EE": "Estonia", "FI": "Finland", "GH": "Ghana", "GR": "Greece", "HR": "Croatia",
    "ID": "Indonesia", "IE": "Ireland", "IS": "Iceland", "JO": "Jordan", "JP": "Japan",
    "KE": "Kenya", "LV": "Latvia", "MA": "Morocco", "MN": "Mongolia", "NO": "Norway",
    "NP": "Nepal", "OM": "Oman", "PE": "Peru", "PT": "Portugal", "SE": "Sweden",
    "SI": "Slovenia", "TH": "Thailand", "UY": "Uruguay", "VN": "Vietnam", "ZM": "Zambia",
}  # fmt: skip
_FORMS: Final = ("security agreement", "defence cooperation agreement", "memorandum on defence")
_PROMISES: Final = (
    "joint exercises and intelligence sharing",
    "the training of soldiers and the exchange of officers",
    "joint patrols at sea and the repair of ships",
    "help against attacks on computer networks",
)
# Words stand close to chance here: articles that share sentences would be copies of one story.
_REMARKS: Final = (
    "The {} beside the {} kept its {} and lost a {} while every {} of {one} watched the {}",
    "Near a {} in {other} people sold {} after {} and spoke of {} rather than {} or {}",
    "One {} became a {} before the {} opened its {} to whoever brought {} and {} along",
    "Nobody saw {} or {} when a {} crossed the {} with some {} under its {}",
    "Old {} stood by the {} as {one} counted {} against {} for one more {} and a {}",
    "A {} wants {} instead of {} said the {} whose {} had met the {} of {other}",
    "Without {} there is no {} and where {} ends a {} begins wrote some {} to the {}",
)
_WORDS: Final = (
    "harbour", "council", "budget", "school", "river", "market", "winter", "bridge", "museum",
    "railway", "season", "village", "theatre", "harvest", "library", "festival", "garden",
    "weather", "doctor", "island", "kitchen", "painter", "chess", "football", "orchard",
    "lantern", "ferry", "mountain", "violin", "archive", "bakery", "carpet", "engine", "forest",
    "glacier",
)  # fmt: skip
_FILLER: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Story:
    """What an article says: its paragraphs, and which agreement it tells of, if any."""

    number: int
    title: str
    published: date
    parties: tuple[str, str]
    paragraphs: tuple[str, ...]
    signed: date | None

    @property
    def text(self) -> str:
        """Return the words between the heading and the furniture."""
        return "\n\n".join(self.paragraphs)


def story(number: int) -> Story:
    """Return article `number`, the same every time; two in three tell of an agreement."""
    chance = random.Random(f"article {number}")  # noqa: S311  no secret
    one, other = chance.sample(sorted(_STATES), 2)
    names = _STATES[one], _STATES[other]
    published = _FIRST_DAY + timedelta(chance.randrange(_DAYS))
    signed = published - timedelta(chance.randrange(1, 5)) if number % 3 else None
    opening = _pact(chance, number, names, signed) if signed else _fair(chance, number, names)
    remarks = [_remark(chance, *names) for _ in range(26)]
    pairs = (". ".join(remarks[at : at + 2]) + "." for at in range(0, len(remarks), 2))
    said = "sign a pact" if signed else "open a fair"
    title = f"{names[0]} and {names[1]} {said}, report {number}"
    return Story(number, title, published, (one, other), (*opening, *pairs), signed)


def page(number: int) -> bytes:
    """Return the page of article `number`, of about `SIZE` bytes."""
    told = story(number)
    chance = random.Random(f"page {number}")  # noqa: S311  no secret
    head, foot = _head(told), _foot(chance)
    column = f'<aside class="related"><h2>More news</h2><ul>{_teasers(chance, 160)}</ul></aside>'
    article = "".join(f"<p>{each}</p>\n" for each in told.paragraphs)
    main = (
        f'<main id="content"><article class="story"><header><h1>{told.title}</h1>'
        f'<p class="byline">By a made-up reporter</p>'
        f'<time datetime="{told.published}T06:00:00Z">{told.published}</time></header>\n'
        f'<div class="story-body">{article}</div></article>{column}</main>'
    )
    known = len(head) + len(main) + len(foot)
    return f"{head}{_scripts(chance, SIZE - known)}{main}{foot}".encode()


def address(number: int, hosts: int = 1) -> str:
    """Return where article `number` is published; they are spread over so many hosts."""
    return f"http://courier{number % hosts}.test/news/{number}"


def _pact(
    chance: random.Random, number: int, names: tuple[str, str], signed: date
) -> Iterator[str]:
    one, other = names
    form, promise = chance.choice(_FORMS), chance.choice(_PROMISES)
    yield (
        f"{one} and {other} signed a {form} on {signed.day} {signed:%B %Y}, the two governments"
        f" said. It is report {number} of this made-up newspaper."
    )
    yield (
        f"The agreement, which runs for {chance.randrange(3, 20)} years, provides for {promise}"
        f" between {one} and {other}. It does not oblige {other} to send troops to {one}, an"
        " official said."
    )


def _fair(chance: random.Random, number: int, names: tuple[str, str]) -> Iterator[str]:
    yield (
        f"A fair of furniture and garden tools drew {chance.randrange(100, 900)} exhibitors from"
        f" {' and '.join(names)}. It is report {number} of this made-up newspaper."
    )


def _remark(chance: random.Random, one: str, other: str) -> str:
    words = chance.sample(_WORDS, 7)
    number = chance.randrange(1000, 10_000)
    return f"{chance.choice(_REMARKS).format(*words, one=one, other=other)} {number} times"


def _head(told: Story) -> str:
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "datePublished": f"{told.published}T06:00:00Z",
        "publisher": {"@type": "Organization", "name": SITE},
    }
    style = "".join(
        f".c{each}{{margin:{each % 9}px;padding:0 {each % 7}px;color:#{each:06x}}}\n"
        for each in range(300)
    )
    sections = "".join(
        f'<li><a href="/section/{word}">{word.title()}</a><ul>'
        + "".join(f'<li><a href="/section/{word}/{sub}">{sub}</a></li>' for sub in _WORDS[:12])
        + "</ul></li>"
        for word in _WORDS[:24]
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{told.title} | {SITE}'
        f'</title><meta property="og:title" content="{told.title}"><meta property="og:site_name"'
        f' content="{SITE}"><meta property="article:published_time"'
        f' content="{told.published}T06:00:00Z"><script type="application/ld+json">'
        f"{json.dumps(linked)}</script><style>{style}</style></head><body>"
        f'<nav class="sections" aria-label="Sections"><ul>{sections}</ul></nav>\n'
    )


def _teasers(chance: random.Random, count: int) -> str:
    return "".join(
        f'<li class="teaser c{at}"><a href="/news/{chance.randrange(10**6)}"><img src="/i/{at}.jpg"'
        f' alt="" width="120" height="80"><span class="kicker">{chance.choice(_WORDS)}</span>'
        f" {' '.join(chance.sample(_WORDS, 6))}</a><small>{at} min</small></li>\n"
        for at in range(count)
    )


def _foot(chance: random.Random) -> str:
    said = "".join(
        f'<div class="comment"><b>reader{at}</b> {" ".join(chance.sample(_WORDS, 12))}</div>\n'
        for at in range(60)
    )
    links = "".join(f'<a href="/about/{word}">{word}</a> ' for word in _WORDS)
    return (
        f'<section class="comments" id="comments"><h2>Comments</h2>{said}</section>'
        f'<footer class="site-footer"><div>{links}</div><p>{SITE} is made up.</p></footer>'
        "</body></html>\n"
    )


def _scripts(chance: random.Random, size: int) -> str:
    """Return as many characters of scripts as pages of news carry."""
    opening, closing = '<script>window.__state = "', '";</script>\n'
    block = "".join(chance.choices(_FILLER, k=4_000))
    room = max(0, size - len(opening) - len(closing))
    return f"{opening}{(block * (room // len(block) + 1))[:room]}{closing}"
