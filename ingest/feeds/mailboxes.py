"""Mailbox files (mbox): each message an entry with its own text."""

import email.policy
import re
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final

from ingest.feeds.gathering import Gatherer, Told
from ingest.feeds.shapes import MOST_ENTRIES, Feed, Format

MARK: Final = b"From "
_START = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]{1,200}\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LARGEST: Final = 2_000_000
_MOST_PARTS: Final = 100
_MOST_NESTED: Final = 16


def read_mailbox(body: bytes, now: datetime) -> Feed:
    """Return the messages of a mailbox, the last first, as they were appended."""
    messages = _messages(body)
    gatherer = Gatherer(now)
    for raw in messages[-1 : -MOST_ENTRIES - 1 : -1]:
        gatherer.add(_told(raw))
    cut = ["feed.truncated"] if len(messages) > MOST_ENTRIES else []
    return Feed(
        format=Format.MAILBOX,
        entries=tuple(gatherer.entries),
        seen=len(messages),
        skipped=dict(gatherer.skipped),
        warnings=(*cut, *gatherer.warnings()),
    )


def _messages(body: bytes) -> list[bytes]:
    starts = list(_START.finditer(body))
    ends = [found.start() for found in starts[1:]] + [len(body)]
    return [body[found.end() : end] for found, end in zip(starts, ends, strict=True)]


def _told(raw: bytes) -> Told:
    flags = {"text.cut"} if len(raw) > _LARGEST else set()
    try:
        message = _parsed(_QUOTED.sub(rb"\1", raw[:_LARGEST]))
        text, media_type = _text(message)
        if any(True for _ in message.iter_attachments()):
            flags.add("entry.attachments")
        return Told(
            guid=_header(message, "Message-ID") or _header(message, "Date"),
            title=_header(message, "Subject"),
            title_is_markup=False,
            content=text,
            media_type=media_type,
            published=_header(message, "Date"),
            language=_header(message, "Content-Language").partition(",")[0],
            publisher=parseaddr(_header(message, "From"))[0],
            flags=tuple(sorted(flags)),
        )
    # The library raises whatever a broken header leads it to.
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Told()


def _parsed(raw: bytes) -> EmailMessage:
    # Each level of a nest costs the library a frame, each part a message.
    if raw.count(b"oundary=") > _MOST_NESTED or raw.count(b"\n--") > _MOST_PARTS * 20:
        raise ValueError
    message = message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError
    return message


def _text(message: EmailMessage) -> tuple[str, str]:
    """Return the message's text and what that is in: HTML where it is sent, for its paragraphs."""
    body = message.get_body(preferencelist=("html", "plain"))
    if body is None:
        return "", "text/plain"
    content = body.get_content()
    is_html = body.get_content_type() == "text/html"
    return (content if isinstance(content, str) else ""), "text/html" if is_html else "text/plain"


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))[:2_000]
