"""What is asked for: each case with our way, the anchors, and the proof that answers are equal."""

from collections.abc import Callable, Iterator, Mapping

from bench.cases import depth, detail, export, growth, listing, notmodified, search
from bench.rounds import Case
from bench.stage import Stage

NAMES: Mapping[str, Callable[[Stage], Iterator[Case]]] = {
    "list": listing.cases,
    "detail": detail.cases,
    "notmodified": notmodified.cases,
    "depth": depth.cases,
    "export": export.cases,
    "search": search.cases,
    "growth": growth.cases,
}
