"""The same questions to a record of a tenth of the size."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bench import place
from bench.rounds import OWN, Anchor, Case, Way
from bench.rows import FIRST
from bench.stage import LIST, Stage, UnequalError, read

_TIMES: Final = 20
_ITEMS: Final = 20
_PAGE: Final = 50


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the list and single agreements."""
    numbers = range(FIRST, FIRST + stage.rows // 10, max(1, stage.rows // 200))
    yield _case(stage, "growth.list", [LIST], _TIMES)
    yield _case(stage, "growth.detail", [f"{LIST}/A-{n}" for n in numbers[:_ITEMS]], 1)


def _case(stage: Stage, name: str, paths: list[str], times: int) -> Case:
    return Case(
        name,
        Way(OWN, [partial(stage.web.get, path) for path in paths], times),
        [
            Anchor(
                Way("smaller", [_in_smaller(stage, path) for path in paths], times),
                "smaller",
                "a record of a tenth",
            )
        ],
        lambda: _check(stage, paths),
    )


def _in_smaller(stage: Stage, path: str) -> Callable[[], object]:
    def ask() -> object:
        if stage.smaller is None:
            raise UnequalError("there is no smaller record")
        with place.asking(stage.smaller):
            return stage.web.get(path)

    return ask


def _check(stage: Stage, paths: list[str]) -> None:
    """Insist that single agreements are the same in both, and pages equally long."""
    for path in paths:
        own, smaller = stage.web.get(path), _in_smaller(stage, path)()
        told, other = read(own.body), read(smaller.body)  # type: ignore[attr-defined]  # an answer
        is_same = len(told["results"]) == len(other["results"]) if path == LIST else told == other
        if not is_same:
            raise UnequalError(f"{path} is another in the smaller record")
