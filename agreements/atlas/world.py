"""The map's geometry, read once from `world.json` (`make/geometry.mjs` makes it)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from agreements.atlas.projection import EqualEarth

GEOMETRY: Final = Path(__file__).with_name("world.json")


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of one country or territory as SVG path data; `area` in units of the view."""

    path: str
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All outlines, largest first, with the projection that they were drawn with.

    `view` is the view box: left, top, width, height. `contested` are areas that are no party's.
    """

    view: tuple[float, float, float, float]
    projection: EqualEarth
    shapes: Mapping[str, Shape]
    contested: Mapping[str, Shape]


@cache
def load_world(path: Path = GEOMETRY) -> World | None:
    """Return the geometry, or None where its file is missing; reads the file once a process."""
    if not path.is_file():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    projection = document["projection"]
    left, top, width, height = document["view"]
    x, y = projection["translate"]
    return World(
        view=(left, top, width, height),
        projection=EqualEarth(projection["scale"], (x, y), projection["rotation"]),
        shapes=MappingProxyType({code: _shape(item) for code, item in document["shapes"].items()}),
        contested=MappingProxyType({item["name"]: _shape(item) for item in document["contested"]}),
    )


def _shape(item: Mapping[str, Any]) -> Shape:
    return Shape(path=item["d"], area=item["area"])
