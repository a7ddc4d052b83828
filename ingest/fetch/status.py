"""What the status of an answer means for the editor."""

from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from ingest.fetch.errors import FetchError, Refused, Unreachable

LONGEST_WAIT_SECONDS: Final = 86_400
_PASTE: Final = "Paste the article's text instead."
_FINAL: Final = {
    401: f"The page is for registered readers only (401). {_PASTE}",
    402: f"The page is for paying readers only (402). {_PASTE}",
    403: f"The site does not let programs read this page (403). {_PASTE}",
    404: "There is no page at this address (404). Check the address.",
    410: "The page has been removed for good (410). Look for an archived copy.",
    451: f"The page is withheld for legal reasons (451). {_PASTE}",
}
_TRANSIENT: Final = {
    408: "The site gave up waiting (408). It will be tried again later.",
    425: "The site asks to come again (425). It will be tried again later.",
    429: "The site asks for fewer requests (429). It will be tried again later.",
}


def failure(status: int, headers: Message, *, now: datetime) -> FetchError:
    """Return what an answer without a page means; code `http_<status>`, or `bad_status`."""
    wait = retry_after_seconds(headers, now=now)
    code = f"http_{status}"
    if status in _TRANSIENT:
        return Unreachable(code, _TRANSIENT[status], retry_after_seconds=wait)
    if 500 <= status <= 599:  # noqa: PLR2004  the class of server errors
        sentence = f"The site has a fault of its own ({status}). It will be tried again later."
        return Unreachable(code, sentence, retry_after_seconds=wait)
    if 400 <= status <= 499:  # noqa: PLR2004  the class of client errors
        return Refused(
            code, _FINAL.get(status, f"The site refuses this address ({status}). {_PASTE}")
        )
    return Refused(
        "bad_status", f"The site answers with {status}, which comes without a page. {_PASTE}"
    )


def retry_after_seconds(headers: Message, *, now: datetime) -> int | None:
    """Return the wait that an answer asks for, from 0 to one day; None where it asks for none."""
    text = str(headers.get("retry-after", "")).strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST_WAIT_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return int(min(max(seconds, 0), LONGEST_WAIT_SECONDS))
