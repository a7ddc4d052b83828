"""Answers that take long to make, kept for as long as the record is the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

from agreements.tally.table import Version


@dataclass(slots=True)
class Answers:
    """At most so many answers of this process, all made of one version of the record."""

    most: int
    version: Version = (0, None)
    kept: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    def get(self, version: Version, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """Return the answer to a question, made now if it is not kept.

        `key` says all that the answer depends on but the record itself.
        """
        if version != self.version:
            self.version, self.kept = version, {}
        kept = self.kept
        answer = kept.get(key)
        if answer is None:
            answer = make()
            if len(kept) >= self.most:
                kept.pop(next(iter(kept)), None)
            kept[key] = answer
        return answer
