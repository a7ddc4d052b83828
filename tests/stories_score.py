"""Measure which texts are taken for one story; `make stories-score` prints what this finds.

With the articles of ../shared/corpus beside the checkout, all pairs of them are compared too.
"""

import itertools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.stories import LEAST_SHARED, Story, compare, sketch
from tests.ingest.stories.labelled import PARTS, Pair, pairs

CORPUS: Final = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"


@dataclass(frozen=True, slots=True)
class Score:
    """How the pairs of a part were told; `wrong` are those that were told otherwise."""

    precision: float
    recall: float
    same: int
    other: int
    wrong: list[Pair]


def score(part: str) -> Score:
    """Tell the pairs of a part apart as the product does: candidates first, then the decision."""
    told = [(pair, is_one_story(*pair.stories)) for pair in pairs(part)]
    right = sum(pair.is_same and found for pair, found in told)
    found, same = sum(found for _, found in told), sum(pair.is_same for pair, _ in told)
    wrong = [pair for pair, found in told if pair.is_same != found]
    return Score(right / found, right / same, same, len(told) - same, wrong)


def is_one_story(one: Story, other: Story) -> bool:
    """Tell whether one would be found as the other's candidate and be taken for its copy."""
    shared = len(set(sketch(one)) & set(sketch(other)))
    return shared >= LEAST_SHARED and compare(one, other).is_same


def _print() -> None:
    say = sys.stdout.write
    for part in PARTS:
        found = score(part)
        say(
            f"{part}: precision {found.precision:.3f}, recall {found.recall:.3f} "
            f"({found.same} pairs of one story, {found.other} of two)\n"
        )
        for pair in found.wrong:
            said = "not found" if pair.is_same else "taken for one"
            say(f"  {said}: {' | '.join(pair.names)}: {pair.why}\n")
    if CORPUS.is_dir():
        texts = {path.stem: Story.of(path.read_text()) for path in sorted(CORPUS.glob("*.txt"))}
        both = list(itertools.combinations(texts, 2))
        same = [(one, other) for one, other in both if is_one_story(texts[one], texts[other])]
        say(f"corpus: {len(same)} of {len(both)} pairs of {len(texts)} articles are one story\n")
        for one, other in same:
            say(f"  {one} | {other}: {compare(texts[one], texts[other])}\n")


if __name__ == "__main__":
    _print()
