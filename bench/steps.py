"""Which step of an article takes how much processor time: ours and that of our PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from agreements import intake, sorting
from bench.meter import Meter
from ingest import copies, fetching, jobs, pipeline, reader

REST: Final = "rest"
# Where the route calls what does each step: the innermost that is going on is counted.
_PLACES: Final[tuple[tuple[str, Any, tuple[str, ...]], ...]] = (
    ("fetch", fetching, ("fetch",)),
    ("clean", pipeline, ("clean",)),
    ("read", reader, ("read",)),
    ("copies", copies.Told, ("of",)),
    ("copies", copies, ("hold", "find", "join")),
    ("match", intake, ("find_matches", "find_head", "known_parties")),
    ("match", sorting, ("sort_offered",)),
    ("archive", intake, ("archive_document", "document_with")),
    ("propose", intake, ("propose_draft",)),
    ("jobs", jobs, ("claim", "advance", "finish")),
)


@dataclass(slots=True)
class Steps:
    """Milliseconds by step; what is in none of them is the rest."""

    meter: Meter
    ms: dict[str, float] = field(default_factory=dict)
    _inner: list[float] = field(default_factory=lambda: [0.0])

    def time(self, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever it returns
        """Carry out a call, and count for it what steps within it have not taken."""
        found: list[Any] = []
        self._inner.append(0.0)
        try:
            cost = self.meter.measure(lambda: found.append(call())).cpu
        finally:
            within = self._inner.pop()
        self._inner[-1] += cost
        self.ms[name] = self.ms.get(name, 0.0) + cost - within
        return found[0]

    def shares(self) -> Mapping[str, float]:
        """Return the share of each step in hundredths, the largest first."""
        total = sum(self.ms.values())
        ordered = sorted(self.ms.items(), key=lambda each: -each[1])
        return {name: 100 * ms / total for name, ms in ordered}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Have the product's steps timed for a while."""
        with ExitStack() as closing:
            for name, place, functions in _PLACES:
                for function in functions:
                    closing.enter_context(self._timed(name, place, function))
            yield

    @contextmanager
    def _timed(self, name: str, place: Any, function: str) -> Iterator[None]:  # noqa: ANN401  a module or a class
        whole = getattr(place, function)

        @wraps(whole)
        def timed(*given: Any, **told: Any) -> Any:  # noqa: ANN401  as the step has it
            return self.time(name, lambda: whole(*given, **told))

        setattr(place, function, timed)
        try:
            yield
        finally:
            setattr(place, function, whole)
