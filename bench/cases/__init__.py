"""What is asked for: each case with our way, the anchors, and the proof that answers are equal."""

from collections.abc import Callable, Iterator, Mapping

from bench.cases import (
    cleaning,
    depth,
    detail,
    export,
    growth,
    importing,
    listing,
    notmodified,
    search,
    served,
    working,
)
from bench.rounds import Case
from bench.stage import Stage

NAMES: Mapping[str, Callable[[Stage], Iterator[Case]]] = {
    "list": listing.cases,
    "served": served.cases,
    "detail": detail.cases,
    "notmodified": notmodified.cases,
    "depth": depth.cases,
    "export": export.cases,
    "search": search.cases,
    "growth": growth.cases,
    "import": importing.cases,
    "clean": cleaning.clean,
    "extract": cleaning.extract,
    "ingest": cleaning.ingest,
    "tasks": working.cases,
}
