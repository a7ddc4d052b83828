"""The colours of the style sheet, measured."""

import re
from itertools import product
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
]


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


def test_every_colour_that_is_used_is_a_token() -> None:
    defined = set(re.findall(r"--([\w-]+):", CSS)) | {"s", "z"}
    for sheet in Path(settings.BASE_DIR, "static/css").glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
        assert used <= defined, sheet.name
