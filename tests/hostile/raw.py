"""Servers that speak no HTTP, or no TLS, and take their time."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Talk = Callable[[socket.socket, threading.Event], None]


@contextlib.contextmanager
def raw_server(talk: Talk) -> Iterator[int]:
    """Run a server on loopback that talks so to each caller; yields its port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.01)
        thread = threading.Thread(target=_accept, args=(listener, talk, over))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


def _accept(listener: socket.socket, talk: Talk, over: threading.Event) -> None:
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                talk(connection, over)


def drips(answer: bytes) -> Talk:
    """Return the way of one who sends this answer, a byte each 0.05 s."""

    def talk(connection: socket.socket, over: threading.Event) -> None:
        for byte in answer:
            connection.sendall(bytes([byte]))
            if over.wait(0.05):
                return

    return talk


def sips(connection: socket.socket, over: threading.Event) -> None:
    """Take in what is sent a few bytes at a time, and answer nothing."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_024)
    while not over.wait(0.05):
        connection.recv(64)


def says(answer: bytes) -> Talk:
    """Return the way of one who says the same to everybody."""

    def talk(connection: socket.socket, _over: threading.Event) -> None:
        connection.recv(1_024)
        connection.sendall(answer)

    return talk
