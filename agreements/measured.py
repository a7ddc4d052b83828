"""How good the reader is, as last measured: from the figures that its own score keeps."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

# The sets of texts that were measured, the hardest first.
_SETS: Final = ("reported", "corpus", "tuned on", "own samples")

_FIGURES: Final = ("records", "facts", "untouched", "clean", "quotes")


@dataclass(frozen=True, slots=True)
class Figures:
    """Percentages for one set of texts, as `tests/reader_score.py` defines them."""

    texts: str
    records: float
    facts: float
    untouched: float
    clean: float
    quotes: float


def read_figures() -> list[Figures]:
    """Return the figures, none where they are not installed; read once a process."""
    return _read(Path(settings.READER_FIGURES))


@cache
def _read(path: Path) -> list[Figures]:
    if not path.is_file():
        return []
    told: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    return [
        Figures(
            name,
            **{
                key: told[name][key] for key in ("records", "facts", "untouched", "clean", "quotes")
            },
        )
        for name in _SETS
        if name in told
    ]
