"""Pages in other languages: nothing of ours stays English, and machines read the same as before."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import pytest
from django.test import Client
from django.utils import translation

from agreements.meanings import codebook
from agreements.models import Card, CommitmentType, Framework, Party
from agreements.templatetags.atlas import grouped

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

PAGES: Final = [
    "/",
    "/?country=UA&as_of=2025-01-01",
    "/agreements?party=UA&min_strength=mentioned",
    "/agreements?status=suspended&party=TV",
    "/countries",
    "/countries/UA",
    "/countries/BW",
    "/pairs/UA/US",
    "/pairs/BW/KE",
    "/frameworks",
    "/frameworks/g7-vilnius-2023",
    "/commitments?party=UA",
    "/commitments/military_training",
    "/compare",
    "/timeline?year=2024",
    "/changes",
    "/coverage",
    "/about",
    "/about/map",
    "/report",
    "/login",
    "/embed/map",
    "/embed/timeline",
    "/nowhere",
]
_SAID: Final = frozenset(
    {"title", "alt", "placeholder", "aria-label", "aria-valuetext", "data-label", "data-copied"}
)
# Attributes that are words, or stand for the language itself.
_OF_THE_LANGUAGE: Final = _SAID | {"lang", "content", "data-past", "data-today", "data-said"}
_NO_WORDS: Final = frozenset({"script", "style", "code", "pre", "kbd", "textarea", "title"})
_WORD: Final = re.compile(r"[A-Za-z]{3,}")


class Reader(HTMLParser):
    """What a page says, and the attributes that machines read."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.said: list[str] = []
        self.machine: list[tuple[str, str, str | None]] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes."""
        if tag in _NO_WORDS:
            self._open.append(tag)
        is_typed = tag == "input" and (
            ("type", "hidden") not in attrs or ("name", "csrfmiddlewaretoken") in attrs
        )
        for name, value in attrs:
            if name in _SAID:
                self.said.append(value or "")
            elif name not in _OF_THE_LANGUAGE and not (is_typed and name == "value"):
                self.machine.append((tag, name, value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes of what has no end."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go on reading after what is no text."""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._open:
            self.said.append(data)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every text that went through gettext stands in marks."""
    real = vars(translation)["_trans"]  # where Django asks for a translation

    def one(message: str) -> str:
        return f"\N{LEFT DOUBLE ANGLE BRACKET}{message}\N{RIGHT DOUBLE ANGLE BRACKET}"

    def several(singular: str, plural: str, number: float) -> str:
        return one(singular if number == 1 else plural)

    monkeypatch.setattr(real, "gettext", one)
    monkeypatch.setattr(real, "ngettext", several)
    monkeypatch.setattr(real, "pgettext", lambda context, message: one(message))
    monkeypatch.setattr(real, "npgettext", lambda context, *told: several(*told))
    with translation.override("eo"):
        yield


def without_marked(text: str) -> str:
    """Return the text without what went through gettext, marks within marks too."""
    left = None
    while left != text:
        left, text = text, re.sub(r"《[^《》]*》", " ", text)
    return text


def names() -> list[str]:
    """Return what the record holds and no language changes, the longest first."""
    held = {"Accord Atlas", "Natural Earth", "UTC", "CSV", "JSON", "PNG", "SVG", "BibTeX", "RIS"}
    held |= {"CSL-JSON", "API", "ATOP", "DCAD", "olena", "Reference data"}
    held |= set(Card.objects.values_list("title", flat=True))
    held |= set(Framework.objects.values_list("title", flat=True))
    held |= set(Framework.objects.values_list("slug", flat=True))
    for party in Party.objects.all():
        held |= {party.name, party.region}
    for type_ in CommitmentType.objects.all():
        held |= {type_.name, type_.name.lower(), type_.definition, type_.group}
        held |= {type_.name[:1].lower() + type_.name[1:]}
    for entries in codebook().values():
        for entry in entries.values():
            held |= {entry.meaning, entry.meaning.capitalize(), entry.rule, entry.example}
    for card in Card.objects.all():
        held |= set(re.findall(r'"citation":"([^"]+)"', card.item_json))
        held |= set(re.findall(r'"note":"([^"]+)"', card.item_json))
    return sorted((name for name in held if name), key=len, reverse=True)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("marked")
def test_all_that_a_page_says_itself_went_through_gettext(client: Client, address: str) -> None:
    said = Reader(client.get(address).content.decode()).said
    known = re.compile("|".join(re.escape(name) for name in names()))
    # A text in marks may hold elements, so all is looked at together; long names may be cut.
    left = re.sub(r"[ \n]+", " ", without_marked("\0".join(said)))
    pieces = (known.sub(" ", piece) for piece in left.split("\0"))
    assert [p for p in pieces if _WORD.search(p) and not p.rstrip().endswith("…")] == []


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["de", "uk"])
def test_machines_read_the_same_in_every_language(
    client: Client, address: str, language: str
) -> None:
    plain = Reader(client.get(address).content.decode()).machine
    with translation.override(language):
        other = Reader(client.get(address).content.decode()).machine
    assert other == plain


@pytest.mark.parametrize(
    "address",
    [
        "/agreements.csv?party=UA",
        "/timeline.csv?party=UA",
        "/map.csv",
        "/map.metadata.json",
        "/map/years.json",
        "/agreements.json?party=UA",
        "/api/v1/agreements?party=UA",
        "/api/v1/agreements?party=nobody",
        "/changes.atom?party=nobody",
    ],
)
def test_files_and_the_api_are_in_no_language(client: Client, address: str) -> None:
    named = {"X-Request-ID": "one"}  # a problem repeats it
    plain = client.get(address, headers=named).getvalue()
    with translation.override("de"):
        assert client.get(address, headers=named).getvalue() == plain


def test_dates_and_numbers_are_the_languages_own(client: Client) -> None:
    assert grouped(10**5) == "100,000"
    with translation.override("de"):
        page = client.get("/agreements?as_of=2024-06-30").content.decode()
        assert grouped(10**5) == "100.000"
    assert "30. Juni 2024" in page
    assert '<html lang="de"' in page


@pytest.mark.usefixtures("marked")
def test_a_page_brings_what_its_scripts_say(client: Client) -> None:
    assert '"Close": "\\u300aClose\\u300b"' in client.get("/").content.decode()


def test_in_english_scripts_say_what_is_written_in_them(client: Client) -> None:
    assert 'id="texts"' not in client.get("/").content.decode()
