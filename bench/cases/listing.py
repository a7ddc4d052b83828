"""The first page of 50 agreements with their parties and commitments."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

import psycopg

from bench import asking, bare, copies
from bench.asking import AsgiWeb, Web
from bench.rounds import OWN, Anchor, Case, Way
from bench.stage import LIST, Stage, read, same

_TIMES: Final = 20
_PAGES: Final = "/bench/pages"
_CURSORS: Final = "/bench/cursors"
NESTED: Final = "/{}.json?" + urlencode(
    {"sql": copies.PAGE, "_shape": "array", "_json": ["commitments", "parties"]}, doseq=True
)


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the case."""
    asked = asking.statements(lambda: stage.web.get(LIST))
    client = psycopg.ClientCursor(stage.bare)
    sql = Way("sql", [lambda: asking.replay(client, asked)], _TIMES)
    page = Web(bare.FirstPage(stage.bare))
    datasette = stage.datasette()
    nested = NESTED.format(stage.copy.stem)
    yield Case(
        "list",
        Way(OWN, [lambda: stage.web.get(LIST)], _TIMES),
        [
            Anchor(sql, "sql", "its SQL, sent and read by psycopg"),
            Anchor(sql, "sql_postgres", "its SQL within PostgreSQL", is_postgres_alone=True),
            Anchor(Way("bare", [lambda: page.get(LIST)], _TIMES), "bare", "bare psycopg WSGI app"),
            Anchor(
                Way("drf_pages", [lambda: stage.web.get(_PAGES)], 2),
                "drf_pages",
                "DRF serializers, page numbers",
            ),
            Anchor(
                Way("drf_cursors", [lambda: stage.web.get(_CURSORS)], 2),
                "drf_cursors",
                "DRF serializers, cursors",
            ),
            Anchor(
                Way("datasette", [lambda: _ask(datasette, nested)], 5) if datasette else None,
                "datasette",
                "Datasette, the same nested page",
            ),
        ],
        lambda: _check(stage, page, datasette, nested),
    )


def _ask(datasette: AsgiWeb | None, path: str) -> bytes:
    return datasette.get(path) if datasette else b""


def _check(stage: Stage, page: Web, datasette: AsgiWeb | None, nested: str) -> None:
    own = read(stage.web.get(LIST).body)
    same(own["results"], read(page.get(LIST).body)["results"], "list beside the bare app")
    for path in (_PAGES, _CURSORS):
        same(own["results"], read(stage.web.get(path).body)["results"], f"list beside {path}")
    if datasette:
        same(own["results"], read(datasette.get(nested)), "list beside Datasette")
