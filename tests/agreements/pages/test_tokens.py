"""The colours of the style sheet, measured."""

import re
from itertools import product
from math import dist
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text(encoding="utf-8")
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS
    )
}
# What is read needs 4.5, what is only to be seen needs 3 (WCAG 2.2, 1.4.3 and 1.4.11).
READ = [
    *product(("ink", "ink-2", "ink-3"), ("paper", "surface", "sunken")),
    *product(("accent", "accent-2"), ("paper", "surface", "accent-weak")),
    ("on-accent", "accent"),
    ("on-accent", "accent-2"),
    *((name, f"{name}-weak") for name in ("ok", "info", "warn", "viol", "mute", "bad")),
    ("bad", "surface"),
    ("m1", "q1"),
    ("m2", "q3"),
    ("m3", "q5"),
    ("ins-ink", "ins"),
    ("del-ink", "del"),
    ("ink", "mark"),
    ("ink", "accent-weak"),
]
SEEN = [
    *product(("edge", "focus"), ("paper", "surface")),
    ("dot-edge", "sea"),
    ("arc", "sea"),
    ("accent", "sunken"),
]
# Neighbours in a legend, told apart by eyes that lack one kind of cone too (Machado et al. 2009).
BESIDE = [("land", "q1"), ("q1", "q2"), ("q2", "q3"), ("q3", "q4"), ("q4", "q5"), ("ego", "q4")]
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no middle": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "no short": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
TO_XYZ = (
    (0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047),
    (0.2126, 0.7152, 0.0722),
    (0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883),
)
Matrix = tuple[tuple[float, float, float], ...]


def light(colour: str) -> list[float]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    red, green, blue = light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: str, eyes: Matrix) -> list[float]:
    seen = [min(1.0, max(0.0, part)) for part in times(eyes, light(colour))]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in times(TO_XYZ, seen))
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), READ)
def test_what_is_read_can_be_read(front: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), SEEN)
def test_what_is_seen_can_be_seen(front: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), BESIDE)
def test_steps_of_the_map_can_be_told_apart(one: str, other: str, eyes: str, theme: int) -> None:
    first, second = (lab(TOKENS[name][theme], EYES[eyes]) for name in (one, other))
    assert round(dist(first, second)) >= 12


def test_every_colour_that_is_used_is_a_token() -> None:
    defined = set(re.findall(r"--([\w-]+):", CSS)) | {"s", "z"}
    for sheet in Path(settings.BASE_DIR, "static/css").glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
        assert used <= defined, sheet.name
