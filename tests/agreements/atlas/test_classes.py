import pytest

from agreements.atlas.classes import class_of


@pytest.mark.parametrize(
    ("count", "name"),
    [
        (0, "none"),
        (1, "q1"),
        (2, "q2"),
        (3, "q2"),
        (4, "q3"),
        (6, "q3"),
        (7, "q4"),
        (14, "q4"),
        (15, "q5"),
        (999, "q5"),
    ],
)
def test_counts_fall_into_fixed_classes(count: int, name: str) -> None:
    assert class_of(count).name == name
