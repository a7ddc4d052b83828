"""The page of 50 from web servers as they are run, ours and Datasette's."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

from bench import served
from bench.cases.listing import NESTED
from bench.rounds import OWN, Anchor, Case, Way
from bench.served import ServedMeter, Site
from bench.stage import LIST, Stage, read, same

_TIMES: Final = 40


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the case; both servers run until it has been measured."""
    nested = NESTED.format(stage.copy.stem)
    own = stage.closing.enter_context(served.product())
    sites, anchors = [own], [Anchor(None, "datasette", "Datasette, served")]
    if find_spec("datasette") is not None:
        other = stage.closing.enter_context(served.datasette(stage.copy))
        sites.append(other)
        way = Way("datasette", [lambda: other.many(nested, _TIMES)], share=_TIMES)
        anchors = [Anchor(way, "datasette", "Datasette, served, the same nested page")]
    meter = ServedMeter(sites)
    yield Case(
        "served",
        Way(OWN, [lambda: own.many(LIST, _TIMES)], share=_TIMES),
        anchors,
        lambda: _check(sites, nested, meter),
        meter=meter,
    )


def _check(sites: list[Site], nested: str, meter: ServedMeter) -> None:
    own = read(sites[0].get(LIST))["results"]
    for other in sites[1:]:
        same(own, read(other.get(nested)), "list beside Datasette, both served")
    meter.rest()
