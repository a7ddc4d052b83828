"""The world map: how many agreements each party has, as SVG that works without style or script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.atlas.classes import class_of
from agreements.atlas.drawing import Look, Place, draw
from agreements.atlas.regions import WORLD, Region, regions
from agreements.atlas.world import load_world


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn map: the marks inside the `<svg>`, the presets, and the one that it opens with."""

    marks: SafeString
    regions: Sequence[Region]
    region: Region


def draw_choropleth(
    places: tuple[Place, ...],
    counts: Mapping[str, int],
    *,
    address: tuple[str, str],
    region: str = WORLD,
) -> Drawn | None:
    """Draw the map, or return None where the geometry is missing.

    `counts` is {party code: number of agreements}, missing codes count as none. Each place
    becomes a link: its code between the two parts of `address`. An unknown `region` opens the
    whole world. Places without geometry are left out.
    """
    world = load_world()
    if world is None:
        return None
    by_count = {count: _look(count) for count in set(counts.values())}
    looks = {code: by_count[count] for code, count in counts.items()}
    presets = regions(world)
    chosen = next((preset for preset in presets if preset.name == region), presets[0])
    return Drawn(draw(places, looks, _look(0), address), presets, chosen)


def counted(count: int) -> str:
    """Return a number of agreements in words, such as "27 agreements"."""
    if count == 0:
        return _("no agreement")
    return ngettext("%(count)d agreement", "%(count)d agreements", count) % {"count": count}


def _look(count: int) -> Look:
    return _look_in(get_language(), count)


@lru_cache(maxsize=2_000)
def _look_in(language: str | None, count: int) -> Look:
    return Look(class_of(count).name, counted(count))
