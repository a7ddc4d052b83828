"""Lines from capital to capital, bent to the north; those that cross the map's edge."""

import math
from typing import Final

Point = tuple[float, float]

# A line that spans more of the map's width than this is shorter the other way round.
_FARTHEST: Final = 0.53


def arc(start: Point, end: Point, width: float) -> str:
    """Return the path from one point to another, bent to the north; `width` is the whole map's.

    One that crosses the antimeridian is two curves in one path: it leaves the map on one side and
    comes in on the other.
    """
    across = end[0] - start[0]
    if abs(across) <= _FARTHEST * width:
        return _curve(start, end)
    shift = math.copysign(width, across)
    return _curve(start, (end[0] - shift, end[1])) + _curve((start[0] + shift, start[1]), end)


def _curve(start: Point, end: Point) -> str:
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    lift = min(0.24 * length, 24 + 0.13 * length) / length if length else 0.0
    # The normal of the line that points to the north.
    side = -1 if x1 > x0 else 1
    x = (x0 + x1) / 2 - side * (y1 - y0) * lift
    y = (y0 + y1) / 2 + side * (x1 - x0) * lift
    return f"M{x0:.1f},{y0:.1f}Q{x:.1f},{y:.1f} {x1:.1f},{y1:.1f}"
