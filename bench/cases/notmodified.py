"""Asking again for what the caller has already."""

from collections.abc import Iterator
from typing import Final

from bench import asking
from bench.rounds import OWN, Anchor, Case, Way
from bench.stage import LIST, Stage, UnequalError

_TIMES: Final = 20
_NOT_MODIFIED: Final = 304


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the list and one agreement."""
    yield _case(stage, "notmodified.list", LIST)
    yield _case(stage, "notmodified.detail", f"{LIST}/A-{stage.keys(2)[1]}")


def _case(stage: Stage, name: str, path: str) -> Case:
    known = {"If-None-Match": stage.web.get(path).headers["ETag"]}
    return Case(
        name,
        Way(OWN, [lambda: stage.web.get(path, known)], _TIMES),
        [Anchor(Way("full", [lambda: stage.web.get(path)], _TIMES), "full", "the full answer")],
        lambda: _check(stage, path, known),
    )


def _check(stage: Stage, path: str, known: dict[str, str]) -> None:
    answer = stage.web.get(path, known)
    if answer.status != _NOT_MODIFIED or answer.body:
        raise UnequalError(f"{path} is not told to be unmodified: {answer.status}")
    asked = asking.statements(lambda: stage.web.get(path, known))
    if any("agreements_card" in statement for statement, _ in asked):
        raise UnequalError(f"{path} reads rows to say that nothing has changed")
