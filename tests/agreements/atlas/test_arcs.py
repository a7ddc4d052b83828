import re

from agreements.atlas.arcs import arc

WIDTH = 979.0


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[0-9.]+", path)]


def test_a_line_runs_from_capital_to_capital_and_bends_to_the_north() -> None:
    x0, y0, _, bend, x1, y1 = numbers(arc((500, 100), (600, 100), WIDTH))
    assert (x0, y0, x1, y1) == (500, 100, 600, 100)
    assert bend < 100


def test_it_bends_to_the_north_in_both_directions() -> None:
    there = numbers(arc((500, 100), (560, 140), WIDTH))
    back = numbers(arc((560, 140), (500, 100), WIDTH))
    assert there[2:4] == back[2:4]


def test_one_across_the_antimeridian_leaves_on_one_side_and_comes_in_on_the_other() -> None:
    path = arc((100, 100), (900, 120), WIDTH)
    assert path.count("M") == 2
    assert numbers(path)[4] == 900 - WIDTH
    assert numbers(path)[6] == 100 + WIDTH


def test_two_capitals_in_one_place_make_no_line() -> None:
    assert arc((5, 5), (5, 5), WIDTH) == "M5.0,5.0Q5.0,5.0 5.0,5.0"
