"""Requests without a network: what the product's web server would call, called from here."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

_OK: Final = (200, 304)
_PORT: Final = "8000"

_Write = Callable[[Any], object]
WsgiApp = Callable[[dict[str, Any], Callable[..., _Write]], Any]


class AnswerError(Exception):
    """A request was refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Web:
    """A WSGI application, asked in this process."""

    def __init__(self, application: WsgiApp | None = None) -> None:
        """Ask the product, with all its middleware, unless told another application."""
        self._application = application or WSGIHandler()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page and read all of it."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        body = b"".join(self._pieces(path, headers or {}, told))
        status, named = told[0]
        answer = Answer(int(status.split()[0]), dict(named), body)
        if answer.status not in _OK:
            raise AnswerError(f"{path} answered {status}: {body[:500]!r}")
        return answer

    def stream(self, path: str) -> Iterator[bytes]:
        """Ask for a page and yield it piece by piece."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        yield from self._pieces(path, {}, told)
        if not told[0][0].startswith("200"):
            raise AnswerError(f"{path} answered {told[0][0]}")

    def _pieces(
        self,
        path: str,
        headers: Mapping[str, str],
        told: list[tuple[str, list[tuple[str, str]]]],
    ) -> Iterator[bytes]:
        environ = _environ(path, headers)

        def start(status: str, named: list[tuple[str, str]], _: object = None, /) -> _Write:
            told.append((status, named))
            return told.append  # what PEP 3333 asks for, and nobody calls

        pieces = self._application(environ, start)
        try:
            yield from pieces
        finally:
            if hasattr(pieces, "close"):
                pieces.close()


def _environ(path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    place, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": _PORT,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": f"127.0.0.1:{_PORT}",
        "HTTP_ACCEPT": "*/*",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


Statement = tuple[str, Any]


def statements(call: Callable[[], object]) -> list[Statement]:
    """Return what a call asks of the database: statements with their parameters, in order."""
    found: list[Statement] = []

    def note(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001  as Django calls it
        found.append((statement, params))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return found


def replay(cursor: Any, asked: Sequence[Statement]) -> int:  # noqa: ANN401  psycopg's or Django's
    """Ask the same again and read the rows; returns how many came."""
    rows = 0
    for statement, params in asked:
        cursor.execute(statement, params)
        if cursor.description:
            rows += len(cursor.fetchall())
    return rows


class AsgiWeb:
    """An ASGI application, asked in this process."""

    def __init__(self, application: Any) -> None:  # noqa: ANN401  any ASGI application
        """Begin a loop of events of its own, in a thread of its own: this one may run another."""
        self._application = application
        self._loop = asyncio.new_event_loop()
        self._thread = ThreadPoolExecutor(1)

    def get(self, path: str) -> bytes:
        """Ask for a page and read all of it."""
        return self._thread.submit(lambda: self._loop.run_until_complete(self._get(path))).result()

    def close(self) -> None:
        """End the loop and the thread."""
        with self._thread, closing(self._loop):
            end = self._loop.shutdown_default_executor
            self._thread.submit(lambda: self._loop.run_until_complete(end())).result()

    async def _get(self, path: str) -> bytes:
        place, _, query = path.partition("?")
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": place,
            "raw_path": place.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", int(_PORT)),
        }
        await self._application(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent)
        if sent[0]["status"] != _OK[0]:
            raise AnswerError(f"{path} answered {sent[0]['status']}: {body[:500]!r}")
        return body
