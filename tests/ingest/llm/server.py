"""A server on loopback that plays OpenAI's chat completions: it answers what a test tells it to."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

_DRIP_SECONDS: Final = 0.05
_MOST_DRIPS: Final = 400
"""Enough to pass every deadline of a test, should it not be kept."""


@dataclass(frozen=True)
class Answer:
    """One answer; `drips` sends it a byte at a time, `is_cut` stops in the middle."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    drips: bool = False
    is_cut: bool = False


@dataclass
class Server:
    """The server: each question takes the next answer, and the last one over and over."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def says(self, *answers: Answer | str) -> None:
        """Set what it answers; words are what the model writes."""
        self.answers = [completion(one) if isinstance(one, str) else one for one in answers]


def completion(words: str | None, **usage: object) -> Answer:
    """A whole answer in which the model writes these words."""
    told: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": words}}]}
    if usage:
        told["usage"] = usage
    return Answer(body=json.dumps(told).encode())


def agreements(*records: object) -> str:
    """What a model writes that found these records."""
    return json.dumps({"agreements": records})


@contextlib.contextmanager
def model_server() -> Iterator[Server]:
    """Run the server until the block ends; its threads end with it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as listener:
        server = Server(f"http://127.0.0.1:{listener.server_port}/v1")
        listener.played = server  # type: ignore[attr-defined]  # the handler looks for it there
        listener.daemon_threads = False
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            listener.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Server = self.server.played  # type: ignore[attr-defined]  # set by model_server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.questions.append(json.loads(body))
        server.heads.append(dict(self.headers))
        server.paths.append(self.path)
        answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        # A caller that hangs up in the middle is what some tests are about.
        with contextlib.suppress(OSError):
            self._send(answer, server)
        self.close_connection = True

    def _send(self, answer: Answer, server: Server) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.drips:
            for place in range(min(len(answer.body), _MOST_DRIPS)):
                self.wfile.write(answer.body[place : place + 1])
                if server.stopping.wait(_DRIP_SECONDS):
                    return
        else:
            end = len(answer.body) // 2 if answer.is_cut else len(answer.body)
            self.wfile.write(answer.body[:end])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
