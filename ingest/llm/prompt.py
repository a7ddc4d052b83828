"""What a model is told: our instructions, then the article as fenced data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from ingest.llm.codebook import codebook
from ingest.llm.schema import answer_schema


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two messages, and the schema of the answer."""

    instructions: str
    article: str
    schema: dict[str, Any]

    def messages(self) -> list[dict[str, str]]:
        """Write the messages as chat completions take them."""
        return [
            {"role": "system", "content": self.instructions},
            {"role": "user", "content": self.article},
        ]


def prompt(
    text: str, *, published: date | None, title: str | None, publisher: str | None
) -> Prompt:
    """Write what the model is told of one article.

    Title and publisher come from the page too, so they stand inside the fence with the text.
    """
    told = {"title": title, "publisher": publisher, "published": str(published or "unknown")}
    inside = f"{json.dumps(told, ensure_ascii=False)}\n\n{text}"
    mark = _mark(inside)
    article = (
        f"The article's particulars and text stand between the two lines with the mark {mark}.\n"
        f"===== BEGIN {mark} =====\n{inside}\n===== END {mark} =====\n"
        "Write down the agreements that the article between the marks tells of, as JSON."
    )
    return Prompt(instructions(), article, _schema())


@cache
def instructions() -> str:
    """Return what the model is told before it sees any article."""
    file = resources.files("ingest.llm").joinpath("data", "instructions.txt")
    book = codebook()
    return Template(file.read_text("utf-8")).substitute(
        kinds=_listed(book.kinds),
        statuses=_listed(book.statuses),
        commitment_types=_listed(book.commitment_types),
        schema=json.dumps(_schema(), separators=(",", ":")),
    )


@cache
def version() -> str:
    """Name these instructions: another wording, codebook or schema has another name."""
    return hashlib.sha256(instructions().encode()).hexdigest()[:6]


def _mark(inside: str) -> str:
    """Return a mark that no text can hold: it would have to hold its own hash."""
    return hashlib.sha256(inside.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@cache
def _schema() -> dict[str, Any]:
    return answer_schema(codebook())


def _listed(meanings: Mapping[str, str]) -> str:
    return "\n".join(f"  {code}: {meaning}" for code, meaning in meanings.items())
