"""A page near the end of the list."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from agreements import cards, paging
from bench.rounds import OWN, Anchor, Case, Way
from bench.stage import LIST, Stage, read, same

_TIMES: Final = 20
_DEPTH: Final = 0.98
_PAGE: Final = 50
# The longest pages there are, to get there in fewer.
_STEP: Final = 200


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the case."""
    newest = cards.standing_on(stage.today).order_by(*paging.NEWEST.keys())
    skipped = int(newest.count() * _DEPTH) // _STEP * _STEP
    shown = newest.values_list("agreement", flat=True)[skipped : skipped + _PAGE]
    path = _walked(stage, skipped // _STEP)
    numbered = f"/bench/pages?page={skipped // _PAGE + 1}"
    yield Case(
        "depth",
        Way(OWN, [lambda: stage.web.get(path)], _TIMES),
        [
            Anchor(Way("first", [lambda: stage.web.get(LIST)], _TIMES), "first", "the first page"),
            Anchor(
                Way("drf_pages", [lambda: stage.web.get(numbered)], 2),
                "drf_pages",
                "DRF serializers, page numbers, as deep",
            ),
        ],
        lambda: _check(stage, path, numbered, list(shown)),
    )


def _walked(stage: Stage, steps: int) -> str:
    """Return the address of the page of 50 that lies so many steps on."""
    path = f"{LIST}?limit={_STEP}"
    for _ in range(steps):
        address = urlsplit(read(stage.web.get(path).body)["next"])
        path = f"{address.path}?{address.query}"
    return path.replace(f"limit={_STEP}", f"limit={_PAGE}")


def _check(stage: Stage, path: str, numbered: str, numbers: list[int]) -> None:
    own = read(stage.web.get(path).body)["results"]
    same([row["key"] for row in own], [f"A-{number}" for number in numbers], "the deep page")
    same(own, read(stage.web.get(numbered).body)["results"], "the deep page beside DRF")
