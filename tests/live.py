"""What the live server is still about when a test ends: it is waited for.

A page that is left or closed leaves requests behind. What they do in the database must not fall
into its emptying, nor into the next test.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.signals import request_finished, request_started

_SECONDS: Final = 60


@contextmanager
def all_answered() -> Iterator[None]:
    """Leave only when every request that began in another thread has been answered."""
    under_way: set[int] = set()

    def begin(**_: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            under_way.add(threading.get_ident())

    def end(**_: object) -> None:
        under_way.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield
        until = time.monotonic() + _SECONDS
        while under_way:
            assert time.monotonic() < until, "the live server never answered"
            time.sleep(0.01)
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)
