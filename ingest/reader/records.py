"""The shape of what the reader returns: records whose every value points to its words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Strength = Literal["mentioned", "intent", "duty"]
Held = Literal["made", "excluded"]
Direction = Literal["one_way", "mutual", "not_stated"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: `text[start:end]` is the quote, and it is never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or backward span."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must hold at least one character: {self.start}..{self.end}")

    def distance(self, other: "Span") -> int:
        """Count the characters between two spans; 0 where they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)

    def covers(self, other: "Span") -> bool:
        """Tell whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value, the words that prove it, and how sure the reader is of it (0 to 1)."""

    value: T
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an agreement holds, or is said not to hold.

    `direction` tells whether one party owes it to the other, both owe it alike, or the text leaves
    that open; debtor and creditor are None unless it is one_way.
    """

    type: str
    held: Held
    debtor: str | None
    creditor: str | None
    strength: Strength
    span: Span
    confidence: float
    direction: Direction = "not_stated"

    def __post_init__(self) -> None:
        """Take a debtor for what it says: that the commitment goes one way."""
        if self.debtor is not None:
            object.__setattr__(self, "direction", "one_way")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that belongs to the agreement; currency is an ISO 4217 code."""

    value: Decimal
    currency: str
    what: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    """One instrument between exactly two parties, as one article tells of it.

    Dates are EDTF. `kind` and `status` hold the words of the codebook, `title` the words of the
    text that name the instrument, `salience` one of main, secondary and list.
    """

    parties: Value[tuple[str, str]]
    title: Value[str]
    kind: Value[str] | None
    status: Value[str]
    signed: Value[str] | None
    expected_signing: Value[str] | None
    in_force: Value[str] | None
    ended: Value[str] | None
    duration_years: Value[int] | None
    legally_binding: Value[bool] | None
    place: Value[str] | None
    commitments: tuple[Commitment, ...]
    amounts: tuple[Amount, ...]
    salience: str
