"""An editor's browser without a screen: keeps cookies, fills in forms, and times every answer."""

import http.client
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urlsplit

_MOST_REDIRECTS: Final = 5
_TIMEOUT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back at last, redirects followed, and the milliseconds that all of it took."""

    status: int
    path: str
    body: str
    ms: float


@dataclass(slots=True)
class Form:
    """A form as a browser would send it; `choices` are what its radio buttons and buttons offer."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **values: str) -> list[tuple[str, str]]:
        """Return what is sent when these fields say so, and all others what they say."""
        return [pair for pair in self.fields if pair[0] not in values] + list(values.items())


class Visitor:
    """Visits one web server over one connection that is kept open."""

    def __init__(self, host: str, port: int) -> None:
        """Connect at the first visit."""
        self._connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)
        self._cookies: dict[str, str] = {}

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._visit("GET", path, "")

    def send(
        self, path: str, fields: Iterable[tuple[str, str]], *, by_script: bool = False
    ) -> Answer:
        """Send a form, and open the page that the answer leads to.

        A script is answered with that page at once.
        """
        headers = {"HX-Request": "true"} if by_script else {}
        return self._visit("POST", path, urlencode(list(fields)), headers)

    def log_in(self, name: str, password: str) -> None:
        """Sign in by the page that people sign in by."""
        page = self.get("/login")
        form = next(form for form in forms(page.body) if "password" in dict(form.fields))
        self.send(form.action or page.path, form.filled(username=name, password=password))
        if "sessionid" not in self._cookies:
            raise RuntimeError("the bench's editor could not sign in")

    def _visit(
        self, method: str, path: str, body: str, headers: Mapping[str, str] | None = None
    ) -> Answer:
        began = time.perf_counter()
        for _ in range(_MOST_REDIRECTS):
            answer, text = self._ask(method, path, body, headers or {})
            path = answer.getheader("HX-Push-Url") or path
            target = answer.getheader("Location")
            if target is None:
                return Answer(answer.status, path, text, 1000 * (time.perf_counter() - began))
            parts = urlsplit(target)
            method, body = "GET", ""
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        raise RuntimeError(f"{path} only leads on and on")

    def _ask(
        self, method: str, path: str, body: str, more: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies} | dict(more)
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server ends a connection that rested; nothing of the request was carried out.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return answer, answer.read().decode()


def forms(page: str) -> list[Form]:
    """Return the forms of a page, with fields that stand elsewhere but name them."""
    reader = _FormReader()
    reader.feed(page)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._named: dict[str, Form] = {}
        self._current: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._current = self._named.setdefault(given.get("id") or str(len(self.forms)), Form())
            self._current.action = given.get("action", "")
            self.forms.append(self._current)
        elif tag in {"input", "button", "textarea"} and given.get("name"):
            named = given.get("form")
            form = self._named.setdefault(named, Form()) if named else self._current
            if form is not None and "disabled" not in given:
                _add(form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._current = None


def _add(form: Form, tag: str, given: dict[str, str]) -> None:
    pair = (given["name"], given.get("value", ""))
    kind = given.get("type", "submit" if tag == "button" else "text")
    if kind in {"radio", "submit"}:
        form.choices.append(pair)
    if kind != "submit" and (kind not in {"radio", "checkbox"} or "checked" in given):
        form.fields.append(pair)
