"""One record as a model tells it, each value let through only with words of the text."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Self, TypeVar

from ingest.llm.quotes import Text
from ingest.llm.values import BadValueError
from ingest.reader.records import Span, Value

T = TypeVar("T")

UNMEASURED: Final = 0.5
"""How sure every value is said to be: what models say of themselves means little, and nobody has
measured this reader yet (docs/adr/0010)."""
_MOST_ITEMS: Final = 60


@dataclass(frozen=True, slots=True)
class Sieve:
    """A record as told, where its quotes stand, and {reason: how many} of what is left out."""

    told: dict[str, Any]
    text: Text
    spans: dict[str, Span]
    left_out: Counter[str]

    @classmethod
    def of(cls, told: object, text: Text, left_out: Counter[str]) -> Self:
        """Look up all quotes of a record together, so that each helps to place the others."""
        fields = told if isinstance(told, dict) else {}
        return cls(fields, text, text.choose(sorted(set(_quotes(fields)))), left_out)

    def leave_out(self, reason: str) -> None:
        """Count something that is left out; reasons are codes of ours."""
        self.left_out[reason] += 1

    def span(self, told: dict[str, Any]) -> Span | None:
        """Return where the quote of a value stands."""
        quote = told.get("quote")
        return self.spans.get(quote) if isinstance(quote, str) else None

    def value(self, name: str, take: Callable[[object], T]) -> Value[T] | None:
        """Return a value with its place; None where it is missing, impossible or not quoted."""
        told = self.told.get(name)
        if told is None:
            return None
        if not isinstance(told, dict):
            self.leave_out(f"{name}:malformed")
            return None
        try:
            value = take(told.get("value"))
        except BadValueError as error:
            self.leave_out(f"{name}:{error}")
            return None
        span = self.span(told)
        if span is None:
            self.leave_out(f"{name}:unquoted")
            return None
        return Value(value, span, UNMEASURED)

    def quoted(self, name: str) -> Value[str] | None:
        """Return the words of the text that are a value themselves."""
        found = self.value(name, lambda _: "")
        return found and Value(self.text.words(found.span), found.span, found.confidence)

    def items(self, name: str) -> Iterator[dict[str, Any]]:
        """Give the objects of a list; the rest is left out."""
        listed = self.told.get(name)
        if not isinstance(listed, list):
            if listed is not None:
                self.leave_out(f"{name}:malformed")
            return
        for number, told in enumerate(listed):
            if number < _MOST_ITEMS and isinstance(told, dict):
                yield told
            else:
                self.leave_out(f"{name}:{'too_many' if isinstance(told, dict) else 'malformed'}")


def _quotes(fields: dict[str, Any]) -> Iterator[str]:
    for told in fields.values():
        several = islice(told, _MOST_ITEMS) if isinstance(told, list) else (told,)
        for one in several:
            if isinstance(one, dict) and isinstance(one.get("quote"), str):
                yield one["quote"]
