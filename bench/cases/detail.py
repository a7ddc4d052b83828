"""One agreement with all that is held of it and the evidence of each value."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import psycopg

from bench import asking
from bench.rounds import OWN, Anchor, Case, Way
from bench.stage import LIST, Stage, read, same

_ITEMS: Final = 20
_REFERENCE: Final = "/bench/agreements"


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the case."""
    numbers = stage.keys(_ITEMS)
    own = [partial(stage.web.get, f"{LIST}/A-{number}") for number in numbers]
    plain = [partial(stage.web.get, f"{_REFERENCE}/{number}") for number in numbers]
    asked = [asking.statements(call) for call in own]
    client = psycopg.ClientCursor(stage.bare)
    yield Case(
        "detail",
        Way(OWN, own),
        [
            Anchor(
                Way("sql", [partial(asking.replay, client, each) for each in asked]),
                "sql",
                "its SQL, sent and read by psycopg",
            ),
            Anchor(Way("drf", plain[: _ITEMS // 2]), "drf", "a DRF serializer"),
        ],
        lambda: _check(own, plain),
    )


def _check(own: list[Any], plain: list[Any]) -> None:
    for mine, theirs in zip(own, plain, strict=True):
        told = read(mine().body)
        # The clocks stand only in ours.
        told = {name: value for name, value in told.items() if name not in ("as_of", "known_at")}
        same(told, read(theirs().body), f"{told['key']} beside DRF")
