"""Every text of a template goes through gettext."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from agreements.templatetags.texts import TEXTS
from config.run.places import ROOT

# Names and abbreviations that are the same in every language.
_NAMES: Final = frozenset(
    {
        "API",
        "Accord Atlas",
        "ATOP",
        "DCAD",
        "CSV",
        "JSON",
        "JSONL",
        "GeoJSON",
        "Parquet",
        "Stata",
        "PNG",
        "SVG",
        "UTC",
        "Ctrl",
        "Esc",
        "Enter",
    }
)
_TEMPLATES: Final = sorted((ROOT / "templates").rglob("*.html"))
_TRANSLATED: Final = re.compile(
    r"\{%\s*(blocktranslate|comment)\b.*?\{%\s*end\1\s*%\}|\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}",
    re.DOTALL,
)
_MARKUP: Final = re.compile(
    r"<(script|style|code|pre|kbd)\b[^>]*>.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL
)
_SAID: Final = re.compile(
    r'\s(?:title|alt|placeholder|data-label|data-copied|aria-label)="([^"]+)"'
)
_WORDS: Final = re.compile(r"[A-Za-z]{2}")
_LITERAL: Final = re.compile(r'\|(?:default|default_if_none|yesno|pluralize|add):"[^"]*[A-Za-z]{2}')


def untranslated(text: str) -> Iterator[str]:
    """Yield the words of a template that no language but ours would have."""
    yield from (found[0] for found in _LITERAL.finditer(text))
    bare = _TRANSLATED.sub("\0", text)
    attributes = (said[1] for tag in _MARKUP.finditer(bare) for said in _SAID.finditer(tag[0]))
    for piece in (*_MARKUP.split(bare), *attributes):
        for words in re.split(r"\0|&\w+;| · ", piece or ""):
            if _WORDS.search(words) and words.strip(" .,:;()/·\n") not in _NAMES | _TAGS:
                yield words.strip()


# What `re.split` yields of the markup itself.
_TAGS: Final = frozenset({"script", "style", "code", "pre", "kbd"})


@pytest.mark.parametrize("template", _TEMPLATES, ids=lambda path: path.name)
def test_every_text_of_a_template_goes_through_gettext(template: Path) -> None:
    assert list(untranslated(template.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello there</p>",
        '<a title="Say so" href="x">{% translate "x" %}</a>',
        '{{ name|default:"nobody" }}',
        "<p>{% translate 'Yes' %} and no</p>",
        "{{ n }} draft{{ n|pluralize }}",
    ],
)
def test_a_text_that_does_not_is_found(text: str) -> None:
    assert list(untranslated(text))


def test_scripts_say_what_pages_bring_in_their_language() -> None:
    said: set[str] = set()
    for script in (ROOT / "static" / "js").rglob("*.js"):
        for call in re.findall(r"\binWords\((.*)", script.read_text("utf-8")):
            said |= set(re.findall(r'"([^"]*[A-Za-z]{2}[^"]*)"', call))
    brought = {text for texts in TEXTS.values() for text in texts}
    assert {text for text in said - brought if " " in text} == set()
    # What is made of a standing's name is not written out in the script.
    assert {text for text in brought - said if not text.startswith("%s: ")} == set()
