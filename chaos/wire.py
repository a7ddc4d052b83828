"""A wire between two programs that can be slow, cut, or left hanging."""

import asyncio
import contextlib
import socket
import threading
from enum import Enum, auto

_PIECE = 65_536


class State(Enum):
    """What the wire does: carry, carry late, refuse and break off, or swallow without a word."""

    WHOLE = auto()
    SLOW = auto()
    CUT = auto()
    SILENT = auto()


class Wire:
    """Listens on loopback and carries to another port of it; what was swallowed stays so."""

    delay_seconds = 0.2

    def __init__(self, port: int) -> None:
        """Take where it leads to."""
        self._target = port
        self.state = State.WHOLE
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()

    def cut(self) -> None:
        """Break every connection off, and take no other."""
        self.state = State.CUT
        self._loop.call_soon_threadsafe(self._break_off)

    def stop(self) -> None:
        """Carry no more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, sock=self._socket))
        self._loop.run_forever()
        server.close()
        self._break_off()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _break_off(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.state is State.CUT:
            writer.transport.abort()
            return
        try:
            there, beyond = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, beyond}
        lost = [False]
        await asyncio.gather(self._pump(reader, beyond, lost), self._pump(there, writer, lost))
        self._ends -= {writer, beyond}

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, lost: list[bool]
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(_PIECE):
                if self.state is State.SLOW:
                    await asyncio.sleep(self.delay_seconds)
                lost[0] |= self.state is State.SILENT
                if not lost[0]:
                    sink.write(piece)
                    await sink.drain()
        if not lost[0]:
            sink.close()
