"""Find what only the patterns of `promises.toml` tell: forms too many for phrases."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

import ahocorasick

_TWO_LETTERS = re.compile(r"[a-z][a-z.-]")
"""What the forms of a promise are looked up by."""
_PLAIN = re.compile(r"(?:(?:[a-z' -]|\\\.)(?![?*{]))+")
"""The letters with which a form begins, up to where it can go on in several ways."""
_BEHIND = re.compile(r"^(?:\(\?<[=!][^()]*\))+")
_FIRST_GROUP = re.compile(r"\(\?:([^()]*)\)(?![?*{])")


@lru_cache(maxsize=64)
def find(low: str) -> tuple[re.Match[str], ...]:
    """Match the patterns of `promises.toml` at each word with which one of them begins.

    The group that matched names the type. Kept, as several instruments are asked for the same
    sentences one after another.
    """
    longest: dict[int, str] = {}
    for end, beginning in _automaton().iter(low):
        start = end + 1 - len(beginning)
        if not start or not (low[start - 1].isalnum() or low[start - 1] == "_"):
            longest[start] = beginning
    begun = (_begun_by(letters).match(low, start) for start, letters in sorted(longest.items()))
    return tuple(match for match in begun if match)


@cache
def _automaton() -> ahocorasick.Automaton:
    beginnings = ahocorasick.Automaton()
    for _, _, letters in _forms():
        for beginning in letters:
            beginnings.add_word(beginning, beginning)
    beginnings.make_automaton()
    return beginnings


@cache
def _begun_by(longest: str) -> re.Pattern[str]:
    """Compile the patterns that a text can match which has no more letters of a beginning."""
    begun: dict[str, list[str]] = {}
    for name, form, letters in _forms():
        if longest.startswith(tuple(letters)):
            begun.setdefault(name, []).append(form)
    parts = [f"(?P<{name}>{'|'.join(forms)})" for name, forms in begun.items()]
    return re.compile(rf"(?:{'|'.join(parts)})\b")


@cache
def _forms() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Load the patterns of promises, each with its type and the letters that can begin it."""
    file = resources.files("ingest.reader").joinpath("data", "promises.toml")
    types: dict[str, list[str]] = tomllib.loads(file.read_text("utf-8"))
    return tuple(
        (name, form, frozenset(_beginnings(form)))
        for name, forms in types.items()
        for form in forms
    )


def _beginnings(form: str) -> set[str]:
    """Give the letters with which a pattern's text can begin; it must say two of them plainly."""
    start = _BEHIND.sub("", form)
    group = _FIRST_GROUP.match(start)
    heads = group[1].split("|") if group else [start]
    plain = [_PLAIN.match(_BEHIND.sub("", head)) for head in heads]
    letters = {found.group().replace("\\.", ".") for found in plain if found}
    if not all(plain) or not all(_TWO_LETTERS.match(one) for one in letters):
        raise ValueError(form)
    return letters
