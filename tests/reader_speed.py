"""Time the reader; `make reader-score` prints what this finds."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.reader import folder
from ingest.reader.mentions import states

WORDS = 550
"""Words of the article that speeds are told in."""
ROUNDS = 4
"""Times that each article is read; the best counts, since others use the machine too."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast articles are read, in processor time of one core."""

    articles: float
    """Articles of `WORDS` words in a second."""
    slowest: float
    """Milliseconds within which 99 of 100 articles are read, each as long as it is."""
    passes: float
    """Time of a reading, in passes of the gazetteer's automaton over the same texts."""

    def __str__(self) -> str:
        return (
            f"{self.articles:.0f} articles of {WORDS} words a second on one core, "
            f"p99 {self.slowest:.1f} ms, {self.passes:.0f} times the gazetteer's pass"
        )


def measure(path: Path) -> Speed:
    """Time the reading of all articles of a folder, and the gazetteer's pass over them."""
    articles = list(folder.articles(path))
    find = states.gazetteer().find
    readings, passes = [], []
    for article in articles:
        readings.append(_best(article.read))
        passes.append(_best(partial(find, article.text)))
    words = sum(len(article.text.split()) for article in articles)
    nearly_all = sorted(readings)[len(readings) * 99 // 100]
    total = sum(readings)
    return Speed(words / WORDS / total, 1000 * nearly_all, total / sum(passes))


def _best(work: Callable[[], object]) -> float:
    """Give the seconds of the fastest of some rounds, after one that warms up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
