"""Measure the reader against labelled articles; `make reader-score` prints what this finds.

With the articles of ../shared/corpus beside the checkout they are measured, all together and in
halves (one was tuned on, the other only reported), without them only our own samples.
"""

import hashlib
import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ingest.reader import codebook, folder
from tests import reader_speed

ROOT: Final = Path(__file__).resolve().parents[1]
OWN: Final = ROOT / "tests" / "samples" / "reader"
CORPUS: Final = ROOT.parent / "shared" / "corpus" / "dev"
FIGURES: Final = OWN / "figures.json"

SCALARS: Final = (
    "status",
    "signed",
    "expected_signing",
    "in_force",
    "duration_years",
    "legally_binding",
)
MOST_ORDERED: Final = 6
"""Records of one pair of which every order is tried; more are compared as they come."""

Record = dict[str, Any]
Facts = frozenset[tuple[str, object]]


@dataclass(slots=True)
class Tally:
    """What was right, wrong and missed in a set of articles."""

    records: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    evidence: Counter[bool] = field(default_factory=Counter)
    quotes: Counter[bool] = field(default_factory=Counter)
    untouched: int = 0
    told: int = 0
    clean: int = 0
    empty: int = 0

    def add(self, gold: list[Record], found: list[Record], text: str = "") -> None:
        """Count one article."""
        for record in found:
            quotes = record.get("evidence") or {}
            self.evidence.update(_key(*fact) in quotes for fact in facts(record))
            self.quotes.update(quote in text for quote in quotes.values())
        if not gold:
            self.empty += 1
            self.clean += not found
        for right, guess in aligned(gold, found):
            if right is None or not right.get("optional"):
                self._compare(right, guess)

    def _compare(self, right: Record | None, guess: Record | None) -> None:
        want, have = facts(right), facts(guess)
        kind = "wrong" if right is None else "missed" if guess is None else "right"
        self.records[kind] += 1
        self.facts.update(right=len(want & have), wrong=len(have - want), missed=len(want - have))
        if right is not None and right["salience"] != "list":
            self.told += 1
            self.untouched += want == have

    def figures(self) -> dict[str, float]:
        """Give the measures of the corpus, as percentages."""
        return {
            "records": f1(self.records),
            "facts": f1(self.facts),
            "untouched": percent(self.untouched, self.told),
            "clean": percent(self.clean, self.empty),
            "quotes": percent(self.quotes[True], self.quotes.total()),
            "evidence": percent(self.evidence[True], self.evidence.total()),
        }


def _key(name: str, value: object) -> str:
    """Give the name under which the quote of a fact is kept."""
    groups = {"commitment": "commitments", "excluded": "excluded_commitments"}
    return f"{groups[name]}.{value}" if name in groups else {"amount": "amounts"}.get(name, name)


def f1(counts: Counter[str]) -> float:
    """Give the harmonic mean of precision and recall, in per cent."""
    hits = 2 * counts["right"]
    return percent(hits, hits + counts["wrong"] + counts["missed"])


def percent(part: float, whole: float) -> float:
    """Give a share in per cent, to one decimal; 100 of nothing."""
    return round(100 * part / whole, 1) if whole else 100.0


def facts(record: Record | None) -> Facts:
    """Give what a record says, one value a fact, its pair of parties among them."""
    if record is None:
        return frozenset()
    said: set[tuple[str, object]] = {("parties", tuple(sorted(record["parties"])))}
    said |= {(name, record[name]) for name in SCALARS if record.get(name) is not None}
    said |= {("commitment", one["type"]) for one in record.get("commitments") or []}
    said |= {("excluded", code) for code in record.get("excluded_commitments") or []}
    sums = record.get("amounts") or []
    return frozenset(said | {("amount", (float(one["value"]), one["currency"])) for one in sums})


def aligned(
    gold: Iterable[Record], found: Iterable[Record]
) -> Iterator[tuple[Record | None, Record | None]]:
    """Match the records of one pair of parties so that most facts agree."""
    pairs: dict[tuple[str, ...], tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for side, records in enumerate((gold, found)):
        for record in records:
            pairs[tuple(sorted(record["parties"]))][side].append(record)
    for golds, guesses in pairs.values():
        size = max(len(golds), len(guesses))
        rights = [*golds, *[None] * (size - len(golds))]
        yield from zip(rights, _best_order(rights, guesses, size), strict=True)


def _best_order(
    rights: list[Record | None], guesses: list[Record], size: int
) -> tuple[Record | None, ...]:
    padded = (*guesses, *[None] * (size - len(guesses)))
    if size > MOST_ORDERED:
        return padded

    def agreement(order: tuple[Record | None, ...]) -> float:
        both = [(r, g) for r, g in zip(rights, order, strict=True) if r is not None and g]
        return sum(len(facts(r) & facts(g)) + 0.5 * (not r.get("optional")) for r, g in both)

    return max(itertools.permutations(padded), key=agreement)


def gold_of(path: Path, name: str) -> list[Record]:
    """Read the labels of one article."""
    labels: list[Record] = json.loads((path / f"{name}.gold.json").read_text("utf-8"))["agreements"]
    return labels


def is_tuned_on(name: str) -> bool:
    """Tell the half of the corpus that the rules were tuned on from the one only reported."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def measure(path: Path) -> dict[str, dict[str, float]]:
    """Measure all articles of a folder; the corpus whole and by halves, {name: figures}."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for article in folder.articles(path):
        found = [codebook.agreement(article.text, record) for record in article.read()]
        for name in _sets_of(path, article.name):
            tallies[name].add(gold_of(path, article.name), found, article.text)
    return {name: tally.figures() for name, tally in tallies.items()}


def _sets_of(path: Path, name: str) -> tuple[str, ...]:
    if path != CORPUS:
        return ("own samples",)
    return "corpus", "tuned on" if is_tuned_on(name) else "reported"


def main() -> int:
    """Print the figures; with --write, keep them as those not to fall below."""
    figures = measure(OWN)
    if CORPUS.is_dir():
        figures |= measure(CORPUS)
    else:
        sys.stdout.write("../shared/corpus is not here: our own samples only.\n")
    for name, row in figures.items():
        shown = "   ".join(f"{measure} {value:5.1f}" for measure, value in row.items())
        sys.stdout.write(f"{name:<12} {shown}\n")
    path = CORPUS if CORPUS.is_dir() else OWN
    sys.stdout.write(f"speed        {reader_speed.measure(path)}\n")
    if "--write" in sys.argv[1:]:
        kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
        kept |= figures
        FIGURES.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
