"""Articles of our own to be handed in: each tells of one agreement, and no two are alike."""

import hashlib
import html
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

HOST: Final = "paper.example"
POISON: Final = "This text ends whoever reads it."
BOMB: Final = "This text eats all memory there is."
_COUNTRIES: Final = (
    *("Estonia", "Japan", "Norway", "Chile", "Kenya", "Poland", "Greece", "Canada", "India"),
    *("Brazil", "Italy", "Spain", "Ghana", "Peru", "Latvia", "Finland", "Sweden", "Denmark"),
    *("Portugal", "Austria", "Hungary", "Romania", "Bulgaria", "Croatia", "Slovenia", "Albania"),
    *("Mexico", "Colombia", "Uruguay", "Argentina", "Morocco", "Tunisia", "Egypt", "Senegal"),
    *("Vietnam", "Thailand", "Malaysia", "Indonesia", "Australia", "Lithuania"),
)
_KINDS: Final = ("security agreement", "defence cooperation agreement", "mutual defence treaty")
_REPORTED: Final = (
    *("the two governments said", "officials told reporters", "both capitals announced"),
    *("a joint statement said", "ministers confirmed", "a spokesman said", "envoys reported"),
)
_MEANS: Final = (
    *("joint exercises", "intelligence sharing", "officer training", "port visits"),
    *("logistic support", "air patrols", "maritime surveillance", "cyber defence"),
    *("arms purchases", "basing of troops", "medical help", "search and rescue"),
)
_LINKS: Final = (
    *("near the", "behind a", "and one", "without any", "for every", "above this", "or that"),
    *("beside his", "below her", "after its", "before some", "under their", "with another"),
)
_FIRST_DAY: Final = date(2012, 1, 2)
_DAYS: Final = 5_000
# A seventh of what comes in is fetched first.
_FETCHED: Final = 7
_NOUNS: Final = (
    "harbour winter council printing garden railway season market evening library bridge carpet "
    "orchard village painter window morning theatre kitchen summer island farmer weather museum "
    "student letter station doctor river teacher mountain paper engine forest concert ticket "
    "apple silver copper timber sailor baker singer driver lawyer nurse clerk tailor butcher "
    "castle chapel square avenue valley meadow desert glacier canyon lagoon prairie jungle "
    "bicycle tractor lantern mirror blanket pillow basket bottle hammer ladder needle ribbon "
    "violin trumpet guitar piano drum flute organ harp choir ballet opera comedy drama novel "
    "poem essay sketch portrait statue fountain tower palace cottage cabin barn stable kennel"
)
_WORDS: Final = tuple(_NOUNS.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """What is handed in: a text, or the address of a page that has it."""

    text: str
    title: str
    address: str = ""

    @property
    def key(self) -> str:
        """Return the address, or else the SHA-256 of the text."""
        return self.address or hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def request(self) -> dict[str, str]:
        """Return the body of the request that hands it in."""
        return {"url": self.address} if self.address else {"text": self.text, "title": self.title}


def piece(seed: int, number: int) -> Piece:
    """Return article `number` of a run: a text, or now and then an address."""
    address = f"http://{HOST}/article/{number}" if number % _FETCHED == 0 else ""
    return _piece(seed, number, address)


def listed(seed: int, feed: int, place: int) -> Piece:
    """Return the article that a feed lists at a place."""
    number = 10_000_000 + feed * 1_000 + place
    return _piece(seed, number, f"http://{HOST}/listed/{feed}/{place}")


def deadly(seed: int, number: int, sentence: str) -> Piece:
    """Return a text that does to its reader what the sentence says."""
    told = _piece(seed, 20_000_000 + number, "")
    return Piece(f"{told.text}\n\n{sentence}", told.title)


def page(told: Piece) -> bytes:
    """Return the page with the text."""
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in told.text.split("\n\n"))
    head = f"<title>{html.escape(told.title)}</title><meta charset=utf-8>"
    body = f"<main><article><h1>{html.escape(told.title)}</h1>{paragraphs}</article></main>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def feed(seed: int, number: int, length: int) -> bytes:
    """Return a feed of so many articles."""
    entries = [listed(seed, number, place) for place in range(length)]
    items = "".join(
        f"<item><title>{html.escape(each.title)}</title><link>{each.address}</link></item>"
        for each in entries
    )
    channel = f"<title>Feed {number}</title><link>http://{HOST}/</link>{items}"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}</channel></rss>".encode()


def _piece(seed: int, number: int, address: str) -> Piece:
    chance = random.Random(f"{seed} {number}")  # noqa: S311  no secret
    one, other = chance.sample(_COUNTRIES, 2)
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    kind, reported = chance.choice(_KINDS), chance.choice(_REPORTED)
    means = " and ".join(chance.sample(_MEANS, 2))
    text = (
        f"{one} and {other} signed a {kind} on {day.day} {day:%B %Y}, {reported}.\n\n"
        f"It provides for {means} between {one} and {other}.\n\n{_filler(chance)}\n\n"
        f"{chance.choice(_WORDS).title()} number {number} of {chance.choice(_WORDS)} {seed}."
    )
    return Piece(text, f"{one} and {other} sign {kind} {number}", address)


def _filler(chance: random.Random) -> str:
    """Return sentences that no other text has, nor any four words of one after the other."""
    sentences = []
    for _ in range(8):
        words = iter(chance.sample(_WORDS, 5))
        parts = [f"{chance.choice(_LINKS)} {word}" for word in words]
        sentences.append(f"The {chance.choice(_WORDS)} {' '.join(parts)}.")
    return " ".join(sentences)
