"""Find what only the patterns of `promises.toml` tell: forms too many for phrases."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

import ahocorasick

_TWO_LETTERS = re.compile(r"[a-z][a-z.-]")
"""What the forms of a promise are looked up by."""
_PLAIN = re.compile(r"(?:(?:[a-z' -]|\\\.)(?![?*{]))+")
"""The letters with which a form begins, up to where it can go on in several ways."""
_BEHIND = re.compile(r"^(?:\(\?<[=!][^()]*\))+")
_FIRST_GROUP = re.compile(r"\(\?:([^()]*)\)(?![?*{])")


def find(low: str) -> Iterator[re.Match[str]]:
    """Match the patterns of `promises.toml` at each word with which one of them begins.

    The group that matched names the type.
    """
    forms, beginnings = _promise_forms()
    starts = {end + 1 - size for end, size in beginnings.iter(low)}
    for start in sorted(starts):
        inside = start and (low[start - 1].isalnum() or low[start - 1] == "_")
        match = None if inside else forms[low[start : start + 2]].match(low, start)
        if match:
            yield match


@cache
def _promise_forms() -> tuple[dict[str, re.Pattern[str]], ahocorasick.Automaton]:
    """Compile the patterns of promises by their first two letters, and all their beginnings."""
    file = resources.files("ingest.reader").joinpath("data", "promises.toml")
    types: dict[str, list[str]] = tomllib.loads(file.read_text("utf-8"))
    begun: dict[str, dict[str, list[str]]] = {}
    beginnings = ahocorasick.Automaton()
    for name, forms in types.items():
        for form in forms:
            letters = _beginnings(form)
            for beginning in letters:
                beginnings.add_word(beginning, len(beginning))
            for two in {beginning[:2] for beginning in letters}:
                begun.setdefault(two, {}).setdefault(name, []).append(form)
    beginnings.make_automaton()
    return {two: _compiled(forms) for two, forms in begun.items()}, beginnings


def _compiled(types: dict[str, list[str]]) -> re.Pattern[str]:
    parts = [f"(?P<{name}>{'|'.join(forms)})" for name, forms in types.items()]
    return re.compile(rf"(?:{'|'.join(parts)})\b")


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
