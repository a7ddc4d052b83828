"""What a run has shown, as JSON and as one page."""

import html
import json
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Final

from chaos.faults import FAULTS, NOT_DONE
from chaos.sender import Reply
from chaos.suite import Event, Run

_PACKAGES: Final = ("django", "celery", "kombu", "redis", "psycopg", "gunicorn")
_SLOWEST: Final = 20
_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ccc}td.n{text-align:right}"
)


def told(run: Run, command: str) -> dict[str, object]:
    """Return everything as it goes into the file."""
    asked = run.asked
    recovered = [event.recovered for event in run.events if event.recovered is not None]
    return {
        "holds": not run.verdict.failures,
        "failures": run.verdict.failures,
        "counts": run.verdict.counts,
        "asked": {"articles": asked.articles, "kills": asked.kills, "seed": asked.seed},
        "profile": asdict(asked.profile),
        "protections": "off" if asked.naive else "on",
        "answered": run.answered,
        "seconds": round(run.seconds, 1),
        "settled_seconds": None if run.settled is None else round(run.settled, 1),
        "recovery_seconds": _spread(recovered),
        "faults_done": _counted(run.events),
        "faults_not_in_this_run": [name for name in FAULTS if name not in _counted(run.events)],
        "faults_not_done": list(NOT_DONE),
        "events": [asdict(event) for event in run.events],
        "sent": run.sent.statuses(),
        "read": run.read.statuses(),
        "accept_seconds": _by_trouble(run.sent.replies),
        "slowest": [asdict(each) for each in _slowest(run)],
        "versions": _versions(),
        "replay": command,
    }


def write(found: Mapping[str, object], folder: Path) -> Path:
    """Write both files; returns the page."""
    text = json.dumps(found, indent=1, ensure_ascii=False, default=str)
    (folder / "chaos.json").write_text(text + "\n", encoding="utf-8")
    page = folder / "chaos.html"
    page.write_text(_page(found), encoding="utf-8")
    return page


def summary(found: Mapping[str, object]) -> str:
    """Return what a terminal is told."""
    lines = [f"{found['answered']} articles answered, {found['seconds']} s."]
    lines += [f"  {name}: {count}" for name, count in _pairs(found["counts"])]
    lines += [f"  {name}: {count} times" for name, count in _pairs(found["faults_done"])]
    lines.append(f"  recovery: {found['recovery_seconds']}")
    lines.append(f"Not done: {', '.join(NOT_DONE)}.")
    failures = found["failures"]
    if isinstance(failures, list) and failures:
        lines += [f"FAILED {each}" for each in failures]
    else:
        lines.append("All that was asked for holds.")
    return "\n".join(lines)


def _page(found: Mapping[str, object]) -> str:
    verdict = "holds" if found["holds"] else "does not hold"
    parts = [f"<h1>Chaos: {verdict}</h1>", f"<p><code>{_text(found['replay'])}</code></p>"]
    for name, value in found.items():
        if name in ("events", "slowest"):
            parts.append(_table(name, value))
        elif isinstance(value, dict):
            rows = "".join(_row(key, each) for key, each in value.items())
            parts.append(f"<h2>{_text(name)}</h2><table>{rows}</table>")
        elif isinstance(value, list):
            items = "".join(f"<li>{_text(each)}</li>" for each in value)
            parts.append(f"<h2>{_text(name)}</h2><ul>{items or '<li>none</li>'}</ul>")
        else:
            parts.append(f"<p>{_text(name)}: <b>{_text(value)}</b></p>")
    head = f"<meta charset=utf-8><title>Chaos: {verdict}</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>"


def _table(name: str, rows: object) -> str:
    if not isinstance(rows, list) or not rows:
        return f"<h2>{_text(name)}</h2><p>none</p>"
    head = "".join(f"<th>{_text(key)}</th>" for key in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(each)}</td>" for each in row.values()) + "</tr>"
        for row in rows
    )
    return f"<h2>{_text(name)}</h2><table><tr>{head}</tr>{body}</table>"


def _row(name: object, value: object) -> str:
    return f"<tr><td>{_text(name)}</td><td class=n>{_text(value)}</td></tr>"


def _text(value: object) -> str:
    return html.escape(str(value).replace("_", " "))


def _pairs(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _counted(events: Sequence[Event]) -> dict[str, int]:
    names = [event.name for event in events]
    return {name: names.count(name) for name in sorted(set(names))}


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    if not seconds:
        return {}
    return {"p50": round(statistics.median(seconds), 1), "most": round(max(seconds), 1)}


def _by_trouble(replies: Sequence[Reply]) -> dict[str, dict[str, float]]:
    """Return how long it took to hand in an article, by what was harmed."""
    kinds = sorted({reply.trouble or "none" for reply in replies})
    return {
        kind: _percentiles([r.seconds for r in replies if (r.trouble or "none") == kind])
        for kind in kinds
    }


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    place = min(len(ordered) - 1, int(len(ordered) * 0.99))
    return {"p50": round(statistics.median(ordered), 3), "p99": round(ordered[place], 3)}


def _slowest(run: Run) -> list[Reply]:
    replies = [*run.sent.replies, *run.read.replies]
    return sorted(replies, key=lambda reply: -reply.seconds)[:_SLOWEST]


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in _PACKAGES}
    return {"python": sys.version.split()[0], "system": platform.platform(), **found}
