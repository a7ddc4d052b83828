"""Prove which letters a text must have where a pattern matches, for all texts and not only some."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

_parser = import_module("re._parser")

Told = dict[str, str]
"""Texts without any of the letters: {what of it could still become some: an example}."""

_OTHERS = "a0 -.,;?'~"
"""Stand for the letters that are in none of those looked for."""
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda one: not one.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda one: not one.isspace(),
    "CATEGORY_WORD": lambda one: one.isalnum() or one == "_",
    "CATEGORY_NOT_WORD": lambda one: not one.isalnum() and one != "_",
}


def without(pattern: re.Pattern[str], needs: Iterable[str]) -> str | None:
    """Give a text that a pattern may match and that has none of the letters; None if none can.

    What must not stand around a match, and where words end, is left out of account: so it finds
    too many such texts, never too few. Texts are as the reader has them, with spaces for all space.
    """
    prover = _Prover(tuple(needs))
    left = prover.run(_parser.parse(pattern.pattern, pattern.flags), {"": ""})
    return min(left.values(), key=len) if left else None


class _Prover:
    def __init__(self, needs: tuple[str, ...]) -> None:
        self._needs = needs
        self._begun = {one[:size] for one in needs for size in range(len(one))}
        self._letters = sorted({*"".join(needs), *_OTHERS})

    def run(self, tokens: Iterable[tuple[Any, Any]], told: Told) -> Told:
        """Go on with texts as a pattern does; those that come to have some of the letters end."""
        for op, value in tokens:
            told = self._steps[str(op)](self, value, told) if told else told
        return told

    def _add(self, told: Told, letters: Iterable[str]) -> Told:
        gone_on: Told = {}
        for one in letters:
            for end, text in told.items():
                new = end + one
                if any(letters in new for letters in self._needs):
                    continue
                while new not in self._begun:
                    new = new[1:]
                gone_on.setdefault(new, text + one)
        return gone_on

    def _literal(self, code: int, told: Told) -> Told:
        return self._add(told, chr(code))

    def _not_literal(self, code: int, told: Told) -> Told:
        return self._add(told, (one for one in self._letters if ord(one) != code))

    def _in(self, parts: list[tuple[Any, Any]], told: Told) -> Told:
        allowed = [one for one in self._letters if _is_in(parts, one)]
        listed = [chr(value) for op, value in parts if str(op) == "LITERAL"]
        negated = str(parts[0][0]) == "NEGATE"
        return self._add(told, allowed if negated else [*allowed, *listed])

    def _any(self, _value: None, told: Told) -> Told:
        return self._add(told, self._letters)

    def _branch(self, value: tuple[None, list[Any]], told: Told) -> Told:
        gone_on: Told = {}
        for tokens in value[1]:
            gone_on = self.run(tokens, told) | gone_on
        return gone_on

    def _group(self, value: tuple[Any, ...], told: Told) -> Told:
        return self.run(value[-1], told)

    def _repeat(self, value: tuple[int, Any, Any], told: Told) -> Told:
        least, most, tokens = value
        for _ in range(least):
            told = self.run(tokens, told)
        for _ in range(int(most) - least):
            more = told | self.run(tokens, told) | told
            if more == told:
                break
            told = more
        return told

    def _ahead(self, value: tuple[int, Any], told: Told) -> Told:
        """Drop a text after which the letters must follow; what stood before is not looked at."""
        side, tokens = value
        if side < 0:
            return told
        return {end: text for end, text in told.items() if self.run(tokens, {end: text})}

    def _nothing(self, _value: object, told: Told) -> Told:
        return told

    _steps: dict[str, Callable[["_Prover", Any, Told], Told]] = {
        "LITERAL": _literal,
        "NOT_LITERAL": _not_literal,
        "IN": _in,
        "ANY": _any,
        "BRANCH": _branch,
        "SUBPATTERN": _group,
        "ATOMIC_GROUP": _group,
        "MAX_REPEAT": _repeat,
        "MIN_REPEAT": _repeat,
        "POSSESSIVE_REPEAT": _repeat,
        "ASSERT": _ahead,
        "ASSERT_NOT": _nothing,
        "AT": _nothing,
    }


def _is_in(parts: list[tuple[Any, Any]], letter: str) -> bool:
    negated = str(parts[0][0]) == "NEGATE"
    return negated != any(_is_one(str(op), value, letter) for op, value in parts)


def _is_one(op: str, value: Any, letter: str) -> bool:  # noqa: ANN401 - as re has it
    if op == "LITERAL":
        return ord(letter) == int(value)
    if op == "RANGE":
        return bool(value[0] <= ord(letter) <= value[1])
    return op == "CATEGORY" and _CATEGORIES[str(value)](letter)
