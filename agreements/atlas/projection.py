"""Equal Earth: a place on the globe as a point on the drawn map."""

import math
from dataclasses import dataclass
from typing import Final

# The polynomial of Šavrič, Patterson and Jenny (2018).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = math.sqrt(3) / 2


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The projection as the geometry file was drawn with; equal to d3's to five decimals.

    `rotation` is in degrees and negative where the middle of the map lies east of Greenwich.
    """

    scale: float
    translate: tuple[float, float]
    rotation: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in units of the view box; degrees in, east and north positive."""
        turned = math.radians((longitude + self.rotation + 180) % 360 - 180)
        slant = math.asin(_M * math.sin(math.radians(latitude)))
        square = slant * slant
        sixth = square**3
        slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
        height = slant * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
        x = turned * math.cos(slant) / (_M * slope)
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * height
