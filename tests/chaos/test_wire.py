"""A wire carries, is cut, or swallows, on real sockets."""

import socket
import threading
from collections.abc import Iterator

import pytest

from chaos.wire import State, Wire


@pytest.fixture
def wire() -> Iterator[Wire]:
    with socket.create_server(("127.0.0.1", 0)) as echo:
        threading.Thread(target=_echo, args=(echo,), daemon=True).start()
        wire = Wire(echo.getsockname()[1])
        wire.start()
        yield wire
        wire.stop()


def _echo(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection,), daemon=True).start()


def _answer(connection: socket.socket) -> None:
    with connection:
        while piece := connection.recv(1_000):
            connection.sendall(piece)


def dial(wire: Wire) -> socket.socket:
    return socket.create_connection(("127.0.0.1", wire.port), timeout=10)


def asked(connection: socket.socket, word: bytes) -> bytes:
    connection.sendall(word)
    return connection.recv(1_000)


def is_broken_off(connection: socket.socket) -> bool:
    try:
        return connection.recv(1_000) == b""
    except ConnectionResetError:
        return True


def test_a_whole_wire_carries_both_ways(wire: Wire) -> None:
    with dial(wire) as connection:
        assert asked(connection, b"one") == b"one"
        wire.state = State.SLOW
        assert asked(connection, b"two") == b"two"


def test_a_cut_wire_breaks_off_who_is_there_and_who_comes(wire: Wire) -> None:
    with dial(wire) as connection:
        assert asked(connection, b"one") == b"one"
        wire.cut()
        assert is_broken_off(connection)
    with dial(wire) as later:
        assert is_broken_off(later)
    wire.state = State.WHOLE
    with dial(wire) as again:
        assert asked(again, b"three") == b"three"


def test_what_a_silent_wire_swallowed_stays_lost_and_new_connections_are_whole(wire: Wire) -> None:
    with dial(wire) as connection:
        assert asked(connection, b"one") == b"one"
        wire.state = State.SILENT
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            asked(connection, b"two")
        wire.state = State.WHOLE
        with pytest.raises(TimeoutError):
            asked(connection, b"three")
    with dial(wire) as again:
        assert asked(again, b"four") == b"four"
