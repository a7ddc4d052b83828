"""Read once, in a change of the record, what nobody else can change meanwhile."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read: of the record, which the change itself alters, and what it leaves alone."""

    of_record: dict[Hashable, Any] = field(default_factory=dict)
    throughout: dict[Hashable, Any] = field(default_factory=dict)


_kept: Final[ContextVar[_Kept | None]] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[bool]:
    """Keep what is read, until the ledger writes or to the end.

    For whoever keeps all others from changing the record meanwhile. Yields whether it began here;
    inside of another one it begins no new one, and what breaks off there is read anew.
    """
    kept = _kept.get()
    if kept is not None:
        try:
            yield False
        except BaseException:
            kept.of_record.clear()
            kept.throughout.clear()
            raise
        return
    token = _kept.set(_Kept())
    try:
        yield True
    finally:
        _kept.reset(token)


def is_going_on() -> bool:
    """Tell whether this is inside of a change that reads once."""
    return _kept.get() is not None


def forget() -> None:
    """Read the record anew from here on: it has been changed."""
    kept = _kept.get()
    if kept is not None:
        kept.of_record.clear()


def of_record() -> dict[Hashable, Any]:
    """Return what has been read of the record since the ledger last wrote; to be added to."""
    kept = _kept.get()
    return {} if kept is None else kept.of_record


def throughout(name: Hashable, read: Callable[[], Found]) -> Found:
    """Return what was read under this name before in the same change, else read it."""
    kept = _kept.get()
    if kept is None:
        return read()
    if name not in kept.throughout:
        kept.throughout[name] = read()
    found: Found = kept.throughout[name]
    return found
