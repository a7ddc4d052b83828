"""Which way one place lies from another, and how far."""

import math


def bearing(from_: tuple[float, float], to: tuple[float, float]) -> float:
    """Return the way to set out, in radians clockwise from north; places as longitude, latitude."""
    (west, south), (east, north) = _radians(from_), _radians(to)
    across = math.sin(east - west) * math.cos(north)
    up = math.cos(south) * math.sin(north)
    up -= math.sin(south) * math.cos(north) * math.cos(east - west)
    return math.atan2(across, up) % math.tau


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the angle between two places as seen from the middle of the earth, in radians."""
    (west, south), (east, north) = _radians(one), _radians(other)
    cosine = math.sin(south) * math.sin(north)
    cosine += math.cos(south) * math.cos(north) * math.cos(east - west)
    return math.acos(min(1.0, max(-1.0, cosine)))


def _radians(place: tuple[float, float]) -> tuple[float, float]:
    return math.radians(place[0]), math.radians(place[1])
