"""One party in the middle, its partners around it by compass bearing: always the same picture."""

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from agreements.atlas.bearing import bearing

MOST: Final = 60  # more names than these can't be read around one circle
WIDTH: Final = 640
_CENTRE: Final = WIDTH / 2
_ACROSS: Final = 188  # half the ellipse's width; the names stand outside it
_LEAST_DOWN: Final = 140
_ROW: Final = 19  # between two names, one above the other
_MARGIN: Final = 26
_MOST_TIES: Final = 400
_LONGEST: Final = 21  # characters of a name that fit beside the ellipse
_LARGEST: Final = 10.5


@dataclass(frozen=True, slots=True)
class Node:
    """A partner: where its capital lies in degrees, how it stands, and what its link says."""

    code: str
    name: str
    place: tuple[float, float]
    standing: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Network:
    """What stands inside the `<svg>`, and its size; of `all_ties` so many `ties` are drawn."""

    marks: SafeString
    height: int
    ties: int = 0
    all_ties: int = 0
    width: int = WIDTH


def draw_network(
    name: str,
    place: tuple[float, float],
    nodes: Iterable[Node],
    ties: Mapping[tuple[str, str], int],
) -> Network:
    """Draw a party with up to `MOST` partners; `ties` are what these have between them.

    Each partner becomes a link. The strongest ties are drawn, at most 400.
    """
    around = sorted(nodes, key=lambda node: (bearing(place, node.place), node.code))
    down = max(_LEAST_DOWN, math.ceil(len(around) / 2) * _ROW / 2)
    middle = down + _MARGIN
    seats = [(_CENTRE + x, middle + y) for x, y in _seats(len(around), down)]
    at = dict(zip(_turned(around, place, seats, middle), seats, strict=True))
    points = {node.code: seat for node, seat in at.items()}
    drawn = sorted(ties, key=lambda pair: (-ties[pair], pair))[:_MOST_TIES]
    marks = [
        _ties(drawn, points, middle),
        *spokes(((node.standing, seat) for node, seat in at.items()), middle),
        *_links(at, ties),
        ego(name, middle),
    ]
    inside = mark_safe("".join(marks))  # noqa: S308  names and addresses escaped in _links and ego
    return Network(inside, round(2 * middle), len(drawn), len(ties))


def spokes(ends: Iterable[tuple[str, tuple[float, float]]], middle: float) -> list[str]:
    """Return a path for each standing: lines from the middle to these points."""
    lines: dict[str, list[str]] = {}
    for standing, (x, y) in ends:
        lines.setdefault(standing, []).append(f"M{_CENTRE:.0f} {middle:.0f}L{x:.1f} {y:.1f}")
    return [
        f'<path class="net__spoke net__spoke--{standing}" d="{"".join(drawn)}"/>'
        for standing, drawn in lines.items()
    ]


def ego(name: str, middle: float) -> str:
    """Return the party in the middle."""
    return (
        f'<circle class="net__ego" cx="{_CENTRE:.0f}" cy="{middle:.0f}" r="9"/>'
        f'<text class="net__ego-name" x="{_CENTRE:.0f}" y="{middle + 25:.0f}"'
        f' text-anchor="middle">{conditional_escape(name)}</text>'
    )


def _seats(number: int, down: float) -> list[tuple[float, float]]:
    """Return the places around, clockwise from the top; names on one side never share a line."""
    right = math.ceil(number / 2)
    left = number - right
    ahead, back = _heights(right, down), reversed(_heights(left, down))
    return [(_across(y, down), y) for y in ahead] + [(-_across(y, down), y) for y in back]


def _heights(number: int, down: float) -> list[float]:
    """Return where so many names of one side stand, evenly from near the top to near the bottom."""
    if number <= 1:
        return [0.0] * number
    reach = down * (1 - 1 / number**1.4)
    return [reach * (2 * step / (number - 1) - 1) for step in range(number)]


def _across(y: float, down: float) -> float:
    return _ACROSS * math.sqrt(1 - (y / down) ** 2)


def _turned(
    around: Sequence[Node],
    place: tuple[float, float],
    seats: Sequence[tuple[float, float]],
    middle: float,
) -> list[Node]:
    """Return the nodes in the order of the seats, turned so that they point about the right way."""
    ways = [cmath.rect(1, bearing(place, node.place)) for node in around]
    views = [cmath.rect(1, math.atan2(x - _CENTRE, middle - y)) for x, y in seats]

    def agreement(turn: int) -> float:
        turned = ways[turn:] + ways[:turn]
        pairs = zip(turned, views, strict=True)
        return sum(way.real * view.real + way.imag * view.imag for way, view in pairs)

    best = max(range(len(around)), key=agreement, default=0)
    return [*around[best:], *around[:best]]


def _ties(
    drawn: Iterable[tuple[str, str]], points: Mapping[str, tuple[float, float]], middle: float
) -> str:
    lines = [
        f"M{points[one][0]:.1f} {points[one][1]:.1f}Q{_CENTRE:.0f} {middle:.0f}"
        f" {points[other][0]:.1f} {points[other][1]:.1f}"
        for one, other in drawn
    ]
    return f'<path class="net__tie" d="{"".join(lines)}"/>' if lines else ""


def _links(
    at: Mapping[Node, tuple[float, float]], ties: Mapping[tuple[str, str], int]
) -> list[str]:
    tied: dict[str, int] = {}
    for pair in ties:
        for code in pair:
            tied[code] = tied.get(code, 0) + 1
    return [_link(node, seat, tied.get(node.code, 0)) for node, seat in at.items()]


def _link(node: Node, seat: tuple[float, float], tied: int) -> str:
    x, y = seat
    radius = min(_LARGEST, 4 + 1.5 * math.sqrt(tied))
    side = 1 if x >= _CENTRE else -1
    anchor = "start" if side > 0 else "end"
    name = node.name if len(node.name) <= _LONGEST else f"{node.name[: _LONGEST - 1]}…"
    return (
        f'<a href="{conditional_escape(node.address)}"'
        f' aria-label="{conditional_escape(node.label)}">'
        f'<circle class="net__node net__node--{node.standing}" cx="{x:.1f}" cy="{y:.1f}"'
        f' r="{radius:.1f}"/><text class="net__name" x="{x + side * (radius + 5):.1f}"'
        f' y="{y + 4:.1f}" text-anchor="{anchor}">{conditional_escape(name)}</text></a>'
    )
