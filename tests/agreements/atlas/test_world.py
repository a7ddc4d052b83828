import re
from pathlib import Path

from agreements.atlas.world import load_world


def test_every_shape_has_a_path_and_an_area() -> None:
    world = load_world()
    assert world is not None
    assert len(world.shapes) == 237
    for shape in [*world.shapes.values(), *world.contested.values()]:
        assert re.fullmatch(r"(M-?[\d.]+ -?[\d.]+l[-\d. ]+[Zz])+", shape.path)
        assert shape.area >= 0


def test_large_shapes_come_before_small_ones() -> None:
    world = load_world()
    assert world is not None
    areas = [shape.area for shape in world.shapes.values()]
    assert areas == sorted(areas, reverse=True)


def test_areas_no_party_holds_have_no_code() -> None:
    world = load_world()
    assert world is not None
    assert set(world.contested) == {"Somaliland", "N. Cyprus", "Siachen Glacier"}


def test_areas_are_true() -> None:
    world = load_world()
    assert world is not None
    ratio = world.shapes["GL"].area / world.shapes["CD"].area
    assert 0.85 < ratio < 1


def test_a_missing_file_is_no_error(tmp_path: Path) -> None:
    assert load_world(tmp_path / "none.json") is None
