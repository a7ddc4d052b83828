"""The least that a Python server can do for a page: a WSGI application of one function."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from django.db import connection

from agreements.paging import write_cursor

LIMIT: Final = 50
_VERSION: Final = "SELECT number, changed_at FROM agreements_recordversion"
_PAGE: Final = """
SELECT c.agreement_id, c.order_day, s.status, c.row_json
FROM agreements_card c JOIN agreements_statusspan s ON s.card_id = c.id
WHERE c.known_to IS NULL AND s.first_day <= %s AND (s.end_day IS NULL OR s.end_day > %s)
ORDER BY c.order_day DESC, c.agreement_id DESC LIMIT %s
"""


def connect() -> psycopg.Connection:
    """Return a connection of its own to the database that Django uses just now."""
    params = connection.get_connection_params()
    kept = ("dbname", "user", "password", "host", "port", "options")
    return psycopg.connect(
        autocommit=True, **{name: params[name] for name in kept if params.get(name) is not None}
    )


class FirstPage:
    """Answers with the first page of agreements, as the product does, whatever is asked."""

    def __init__(self, database: psycopg.Connection) -> None:
        """Keep a connection, as any server would."""
        self._cursor = database.cursor()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> list[bytes]:
        """Answer."""
        self._cursor.execute(_VERSION)
        number, _ = self._cursor.fetchone() or (0, None)
        today = datetime.now(UTC).date()
        rows = self._cursor.execute(_PAGE, (today, today, LIMIT + 1)).fetchall()
        following = None
        if len(rows) > LIMIT:
            rows = rows[:LIMIT]
            cursor = write_cursor(rows[-1][1], rows[-1][0])
            site = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
            following = f"{site}{environ['PATH_INFO']}?after={cursor}"
        head = {"next": following, "previous": None, "as_of": f"{today}", "known_at": None}
        told = ",".join(f'{{"status":"{status}",{row[1:]}' for _, _, status, row in rows)
        begun = json.dumps(head, separators=(",", ":"))[:-1]
        body = f'{begun},"results":[{told}]}}'.encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", [*headers, ("ETag", f'"{number}"')])
        return [body]
