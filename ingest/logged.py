"""What a task is at work on, so that each line that it logs says so."""

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Final

_NOTHING: Final[Mapping[str, int]] = {}
_about: ContextVar[Mapping[str, int]] = ContextVar("about", default=_NOTHING)


@contextlib.contextmanager
def about(**ids: int) -> Iterator[None]:
    """Have each line of the log that is written inside tell these ids: `article=5, job=7`."""
    token = _about.set({**_about.get(), **ids})
    try:
        yield
    finally:
        _about.reset(token)


def ids() -> Mapping[str, int]:
    """Return what this thread is at work on, by what it is: article, job, source."""
    return _about.get()
