"""A reader of public pages, who notes each answer."""

import itertools
import threading
from typing import Final

from chaos.house import House
from chaos.sender import Log, request

_PATHS: Final = ("/api/v1/agreements", "/", "/healthz")
_PAUSE_SECONDS: Final = 0.5


class Visitor:
    """Asks for public pages, one after the other, until it is stopped."""

    def __init__(self, house: House) -> None:
        """Take whom to visit."""
        self.log = Log()
        self._house = house
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._visit, name="visitor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave."""
        self._stopping.set()
        self._thread.join()

    def _visit(self) -> None:
        paths = itertools.cycle(_PATHS)
        while not self._stopping.wait(_PAUSE_SECONDS):
            reply, _ = request(self._house, "GET", next(paths))
            self.log.replies.append(reply)
