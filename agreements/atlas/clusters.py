"""One party in the middle and its partners as a cluster of dots for each part of the world."""

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from agreements.atlas.bearing import bearing
from agreements.atlas.network import WIDTH, Network, ego, spokes

_CENTRE: Final = WIDTH / 2
_ACROSS, _DOWN, _MARGIN = 216, 170, 92
_SPREAD: Final = 6.2  # of the dots of a cluster, like the seeds of a sunflower
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))
_NAME_GAP: Final = 16


@dataclass(frozen=True, slots=True)
class Cluster:
    """The partners of one part of the world: where and how each stands, the busiest first."""

    name: str
    label: str
    address: str
    places: Sequence[tuple[float, float]]
    standings: Sequence[str]


def draw_clusters(
    name: str,
    place: tuple[float, float],
    clusters: Iterable[Cluster],
    ties: Mapping[tuple[str, str], int],
) -> Network:
    """Draw a party with all its partners, a dot each; `ties` is what the clusters have between."""
    around = sorted(clusters, key=lambda cluster: _way(place, cluster))
    middle = _DOWN + _MARGIN
    at = {cluster.name: _seat(step / len(around), middle) for step, cluster in enumerate(around)}
    most = max(ties.values(), default=1)
    marks = [
        *(_tie(at[one], at[other], middle, n / most) for (one, other), n in ties.items()),
        *spokes((("in-force", seat) for seat in at.values()), middle),
        *(_dots(cluster, at[cluster.name]) for cluster in around),
        *(_name(cluster, at[cluster.name], middle) for cluster in around),
        ego(name, middle),
    ]
    inside = mark_safe("".join(marks))  # noqa: S308  names and addresses escaped in _name and ego
    return Network(inside, round(2 * middle))


def _way(place: tuple[float, float], cluster: Cluster) -> float:
    """Return which way most of a cluster lies, clockwise from north."""
    whole = sum(cmath.rect(1, bearing(place, each)) for each in cluster.places)
    return cmath.phase(whole) % math.tau


def _seat(turn: float, middle: float) -> tuple[float, float]:
    angle = turn * math.tau
    return _CENTRE + _ACROSS * math.sin(angle), middle - _DOWN * math.cos(angle)


def _tie(one: tuple[float, float], other: tuple[float, float], middle: float, share: float) -> str:
    width = 0.6 + 3.4 * share
    return (
        f'<path class="net__tie" stroke-width="{width:.1f}" d="M{one[0]:.1f} {one[1]:.1f}'
        f'Q{_CENTRE:.0f} {middle:.0f} {other[0]:.1f} {other[1]:.1f}"/>'
    )


def _dots(cluster: Cluster, seat: tuple[float, float]) -> str:
    """Return a path for each standing: a line of no length with round ends is a dot."""
    radius = _radius(cluster)
    drawn: dict[str, list[str]] = {}
    for step, standing in enumerate(cluster.standings):
        away, angle = _SPREAD * math.sqrt(step + 0.5), step * _GOLDEN
        x, y = seat[0] + away * math.cos(angle), seat[1] + away * math.sin(angle)
        drawn.setdefault(standing, []).append(f"M{x:.1f} {y:.1f}h0")
    ground = f'<circle class="net__ground" cx="{seat[0]:.1f}" cy="{seat[1]:.1f}" r="{radius:.1f}"/>'
    return ground + "".join(
        f'<path class="net__dots net__dots--{standing}" d="{"".join(dots)}"/>'
        + ("" if standing == "in-force" else f'<path class="net__holes" d="{"".join(dots)}"/>')
        for standing, dots in drawn.items()
    )


def _name(cluster: Cluster, seat: tuple[float, float], middle: float) -> str:
    away = _radius(cluster) + _NAME_GAP
    x, y = seat[0], seat[1] + away
    if seat[1] < middle - _DOWN / 2:
        y = seat[1] - away - 6
    return (
        f'<a href="{conditional_escape(cluster.address)}">'
        f'<text class="net__region" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">'
        f'{conditional_escape(cluster.name)}</text> <text class="net__name" x="{x:.1f}"'
        f' y="{y + 14:.1f}" text-anchor="middle">{conditional_escape(cluster.label)}</text></a>'
    )


def _radius(cluster: Cluster) -> float:
    return _SPREAD * math.sqrt(len(cluster.standings)) + 7
