"""Krippendorff's alpha of what pairs of editors said, by the library that measures it.

1 is full agreement, 0 what chance alone would give. ADR 13 says why nltk, and how the interval is
made.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

# Below this many pairs a figure says more about chance than about editors.
ENOUGH: Final = 20
# Krippendorff: nothing should be built on less.
TALK_BELOW: Final = 0.667
_RESAMPLES: Final = 1000
_TAIL: Final = 0.025

# Of one draft: what the one editor said and what the other did, for each of its units.
Units = Sequence[tuple[Hashable, Hashable]]


class Scale(StrEnum):
    """How far apart two values are: the same or not, by what two sets share, by a number."""

    NOMINAL = "nominal"
    SETS = "sets"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement on one field over `pairs` drafts; `low` and `high` hold it with 95 %.

    `value` is None where nothing can be told: too few drafts, or one value only. The interval is
    None where nobody differed.
    """

    pairs: int
    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_too_few(self) -> bool:
        """Tell whether there are too few pairs to tell anything."""
        return self.pairs < ENOUGH

    @property
    def needs_talk(self) -> bool:
        """Tell whether editors read the codebook in different ways."""
        return self.value is not None and self.value < TALK_BELOW


def alpha(drafts: Sequence[Units], scale: Scale, *, enough: int = ENOUGH) -> Alpha:
    """Measure how far both editors of each draft agree; drafts without units don't count."""
    told = [units for units in drafts if units]
    values = {value for units in told for pair in units for value in pair}
    if len(told) < enough or len(values) < 2:  # noqa: PLR2004  one value can't be told from chance
        return Alpha(len(told), None)
    value = measure(_triples(told), scale)
    low, high = _interval(told, scale, value)
    return Alpha(len(told), value, low, high)


def measure(triples: Iterable[tuple[str, str, Hashable]], scale: Scale) -> float:
    """Return alpha of (editor, unit, value) triples, of any number of editors."""
    # It takes a second and 30 MB to import, and only this page needs it.
    from nltk.metrics.agreement import AnnotationTask  # noqa: PLC0415

    return float(AnnotationTask(list(triples), distance=_distance(scale)).alpha())


def _distance(scale: Scale) -> Callable[[Hashable, Hashable], float]:
    from nltk.metrics import distance  # noqa: PLC0415

    by_scale: dict[Scale, Callable[[Hashable, Hashable], float]] = {
        Scale.NOMINAL: distance.binary_distance,
        Scale.SETS: distance.masi_distance,
        Scale.INTERVAL: distance.interval_distance,
    }
    return by_scale[scale]


def _triples(drafts: Sequence[Units]) -> Iterable[tuple[str, str, Hashable]]:
    for number, units in enumerate(drafts):
        for place, (one, other) in enumerate(units):
            yield "one", f"{number}.{place}", one
            yield "other", f"{number}.{place}", other


def _interval(
    drafts: Sequence[Units], scale: Scale, value: float
) -> tuple[float | None, float | None]:
    """Draw drafts again and again, the disagreement that chance would give held fast."""
    far = _distance(scale)
    sums = [(sum(far(one, other) for one, other in units), len(units)) for units in drafts]
    observed = sum(apart for apart, _ in sums) / sum(count for _, count in sums)
    if not observed:
        return None, None
    expected = observed / (1 - value)
    draw = Random(len(sums))  # noqa: S311  the same page twice shows the same figures
    found = sorted(_drawn(draw.choices(sums, k=len(sums)), expected) for _ in range(_RESAMPLES))
    return found[int(_TAIL * _RESAMPLES)], found[int((1 - _TAIL) * _RESAMPLES) - 1]


def _drawn(sums: Sequence[tuple[float, int]], expected: float) -> float:
    apart, count = sum(s for s, _ in sums), sum(n for _, n in sums)
    return 1 - apart / count / expected
