"""Who sees to it that articles come in all the time, also while harm is done."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from celery import Celery

from chaos.house import House
from chaos.oracle import Answered, Oracle
from chaos.sender import Sender
from chaos.texts import Piece

_LOOK_SECONDS: Final = 0.25
_AT_ONCE: Final = 20


class Feeder:
    """Hands pieces to the sender as long as not too many jobs are open, up to a share of them.

    The share grows with the faults that are done, so that there is something left for the last.
    """

    def __init__(
        self, house: House, sender: Sender, oracle: Oracle, pieces: Sequence[Piece]
    ) -> None:
        """Take what to hand in; nothing is before `allow`."""
        self._house, self._sender, self._pieces = house, sender, pieces
        self._ringer = _Ringer(house, oracle)
        self._allowed = 0
        self.sent = 0
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._feed, name="feeder", daemon=True)
        self._thread.start()

    def allow(self, number: int) -> None:
        """Let so many be handed in, all in all."""
        self._allowed = min(number, len(self._pieces))

    def wait_for(self, number: int) -> None:
        """Return when so many are handed in."""
        while self.sent < min(number, len(self._pieces)):
            if self.failure is not None:
                raise self.failure
            time.sleep(_LOOK_SECONDS)

    def finish(self) -> None:
        """Return when all are handed in."""
        self.allow(len(self._pieces))
        self.wait_for(len(self._pieces))
        self._thread.join()

    def _feed(self) -> None:
        try:
            while self.sent < len(self._pieces):
                until = min(self.sent + _AT_ONCE, self._allowed)
                if until == self.sent or self._is_full():
                    time.sleep(_LOOK_SECONDS)
                    continue
                for piece in self._pieces[self.sent : until]:
                    self._sender.put(piece)
                self.sent = until
                self._ringer.ring_again()
        except Exception as error:  # noqa: BLE001  told by whoever waits
            self.failure = error

    def _is_full(self) -> bool:
        """Say whether enough is open; without protections what is lost is open for ever."""
        house = self._house
        return not house.naive and (house.waiting() or 0) > house.profile.backlog


class _Ringer:
    """Rings twice more for the first articles that were taken, as a broker that repeats would."""

    def __init__(self, house: House, oracle: Oracle) -> None:
        self._oracle = oracle
        self._left = house.profile.again
        self._app = Celery(broker=house.broker.url, set_as_current=False)
        self._app.conf.broker_transport_options = {"socket_timeout": 2, "socket_connect_timeout": 2}
        self._place = 0

    def ring_again(self) -> None:
        """Ring for what was answered since the last call, until enough were rung for."""
        if not self._left:
            return
        answers: Sequence[Answered] = list(self._oracle.read())[self._place :]
        self._place += len(answers)
        numbers = [each.article for each in answers][: self._left]
        self._left -= len(numbers)
        for _ in range(2 if numbers else 0):
            if not _is_sent(lambda: self._ring(numbers)):
                return

    def _ring(self, numbers: list[int]) -> None:
        self._app.send_task("ingest.tasks.read_articles", args=[numbers], queue="read", retry=False)


def _is_sent(send: Callable[[], None]) -> bool:
    try:
        send()
    except Exception:  # noqa: BLE001  a broker that is away repeats nothing
        return False
    return True
