"""How the log is written: lines for people, or JSON for programs; no secrets in either."""

import json
import logging
import re
import time
from typing import Any, Final

from celery import current_task

from config import request_ids
from ingest import logged

FORMATS: Final = ("text", "json")
_LEFT_OUT: Final = "[left out]"
# What must not get into a log, wherever it stands: the part after the first group goes.
_SECRETS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"()atlas_[0-9a-z]{10}_[0-9a-z]{38}",
        r"((?:proxy-)?authorization['\"]?\s*[:=]\s*(?:b(?=['\"]))?['\"]?)(?:(?:basic|bearer)\s+)?[^\s'\",;]+",
        r"(\b(?:basic|bearer)\s+)[\w.~+/-]{8,}=*",
        r"(\b(?:set-)?cookie['\"]?\s*[:=]\s*(?:b(?=['\"]))?['\"]?)[^\r\n'\"]+",
        r"(\b(?:sessionid|csrftoken)['\"]?\s*[:=]\s*(?:b(?=['\"]))?['\"]?)[^\s'\",;]+",
        r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,100}:)[^\s/@]+(?=@)",
    )
)
_ENDS_LINE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


def without_secrets(text: str) -> str:
    """Return a text without keys, cookies, passwords in addresses, and what Authorization is."""
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{_LEFT_OUT}", text)
    return text


def one_line(text: str) -> str:
    """Return a text in which nothing ends a line: what others wrote can't forge a line of ours."""
    return _ENDS_LINE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class _Formatter(logging.Formatter):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class LineFormatter(_Formatter):
    """Lines for people: when, how grave, who, about what; only what Python adds has more lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """Write the one line without what follows it."""
        about = "".join(f" {name}={value}" for name, value in _about().items())
        who = f"{record.levelname} {record.name} [{request_ids.current() or '-'}{about}]"
        return one_line(f"{self.formatTime(record)} {who} {record.message}")

    def usesTime(self) -> bool:  # noqa: N802  likewise
        """Say that we write the time ourselves."""
        return False

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return without_secrets(super().format(record))


class JsonFormatter(_Formatter):
    """One JSON object a line, in ASCII: a line ends where the record does, whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        told: dict[str, Any] = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(_message(record)),
            "process": record.process,
            "request_id": request_ids.current(),
            **_about(),
        }
        if trace := self._trace(record):
            told["exception"] = without_secrets(trace)
        return json.dumps({name: value for name, value in told.items() if value is not None})

    def _trace(self, record: logging.LogRecord) -> str:
        found = self.formatException(record.exc_info) if record.exc_info else record.exc_text or ""
        return "\n".join(part for part in (found, record.stack_info) if part)


def settings(log_format: str, level: str) -> dict[str, Any]:
    """Return what `logging.config.dictConfig` takes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": "config.logs.LineFormatter"},
            "json": {"()": "config.logs.JsonFormatter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": log_format}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handler for DEBUG would write each line a second time.
            "django": {"handlers": [], "level": "NOTSET"},
            # Tells once that it begins.
            "ingest.management.commands.sweep": {"level": "INFO"},
        },
    }


def _about() -> dict[str, object]:
    """Return what is at work: the task, and the ids of article, job and source."""
    told: dict[str, object] = {f"{name}_id": number for name, number in logged.ids().items()}
    if current_task and current_task.request.id:
        told |= {"task": current_task.name, "task_id": current_task.request.id}
    return told


def _message(record: logging.LogRecord) -> str:
    """Return what a record says; one whose parts don't fit is no reason to lose it."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args!r}"
