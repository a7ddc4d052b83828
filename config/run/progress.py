"""The lines that tell whoever started the product how far it is."""

import contextlib
import sys
import time
from collections.abc import Iterator


def say(line: str) -> None:
    """Write a line at once; a terminal that has gone must not keep us from ending children."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Name what is being done, and when it is done how many seconds it took."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"  {name:<34}")
        sys.stdout.flush()
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"{time.monotonic() - began:6.1f} s")
