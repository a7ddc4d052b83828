import pytest

from agreements.atlas.projection import EqualEarth

# What d3-geo 3.1.2 gives for the same scale, translation and rotation.
D3 = {
    "Kyiv": ((30.52, 50.45), (544.38406, 71.61819)),
    "Washington": ((-77.04, 38.9), (282.64815, 107.19326)),
    "Suva": ((178.44, -18.14), (952.2116, 313.17752)),
    "Wellington": ((174.78, -41.29), (898.31862, 392.81561)),
    "Apia, across the date line": ((-171.77, -13.83), (983.53118, 297.44448)),
    "where Greenwich meets the equator": ((0, 0), (469.56667, 246.15796)),
}


@pytest.mark.parametrize("name", D3)
def test_points_lie_where_d3_puts_them(name: str) -> None:
    projection = EqualEarth(183.992641, (500, 246.157964), -11)
    (longitude, latitude), expected = D3[name]
    assert projection.point(longitude, latitude) == pytest.approx(expected, abs=1e-5)
