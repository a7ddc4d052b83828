import re
from pathlib import Path

import pytest
from django.conf import settings

from agreements.atlas.regions import Region, regions
from agreements.atlas.world import load_world


@pytest.fixture(name="presets")
def _presets() -> tuple[Region, ...]:
    world = load_world()
    assert world is not None
    return regions(world)


def test_the_whole_world_comes_first(presets: tuple[Region, ...]) -> None:
    assert presets[0].view_box == "21 0 979 448"
    assert presets[0].zoom == 1


def test_every_region_lies_within_the_world_in_its_aspect_ratio(
    presets: tuple[Region, ...],
) -> None:
    for preset in presets:
        left, top, width, height = (float(number) for number in preset.view_box.split())
        assert left >= 21 - 0.1
        assert top >= 0
        assert left + width <= 1000.1
        assert top + height <= 448.1
        assert width / height == pytest.approx(979 / 448, rel=0.01)


def test_kyiv_is_in_the_middle_of_europe(presets: tuple[Region, ...]) -> None:
    left, top, width, height = map(float, presets[1].view_box.split())
    assert presets[1].name == "europe"
    assert left < 544.4 < left + width
    assert top < 71.6 < top + height


def test_the_style_sheet_knows_each_zoom(presets: tuple[Region, ...]) -> None:
    css = Path(settings.BASE_DIR, "static/css/shapes.css").read_text(encoding="utf-8")
    found = dict(re.findall(r'\.map\[data-region="([\w-]+)"\] \{\s*--z: ([\d.]+);', css))
    assert {name: float(zoom) for name, zoom in found.items()} == {
        preset.name: preset.zoom for preset in presets[1:]
    }
