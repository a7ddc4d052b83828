"""Free ports on loopback, kept until their server binds them."""

import errno
import socket
from typing import Final, Self

from config.run.places import CannotRunError

LOOPBACK: Final = "127.0.0.1"
LOOPBACKS: Final = (LOOPBACK, "::1", "localhost")


class ReservedPort:
    """A free port that no other program can take until `release`."""

    def __init__(self) -> None:
        """Find one and keep it."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((LOOPBACK, 0))
        self.number: int = self._socket.getsockname()[1]

    def release(self) -> None:
        """Let the server have it; harmless when called again."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def check_free(host: str, port: int) -> None:
    """Raise CannotRunError when the web server could not listen at the address."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise CannotRunError(f"HOST is {host!r}: that is no address of this machine.") from error
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRunError(_why(host, port, error)) from error


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        free = port + 1 if port < 65_535 else 8000  # noqa: PLR2004  the last port there is
        return (
            f"Port {port} on {host} is taken by another program: "
            f"choose another with PORT, as in `make run PORT={free}`."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have: choose PORT from 1024 up."
    return f"HOST is {host!r}: that is no address of this machine."
