"""The history of one agreement: its versions, and what differs between any two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import history, summaries
from agreements.history import Difference, Version
from agreements.holding import Holding
from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.pages import changes
from agreements.pages.asking import Asked, clock_suffix, read_query
from agreements.pages.numbered import choose, first_shown

PAGE_SIZE: Final = 20
# So many differences of one version are shown at once, or all where few more would be hidden.
_ROWS_SHOWN: Final = 8
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as the page shows it.

    `known_at` is its moment as the query writes it, empty where nothing was held any more.
    `undoes` and `undone_by` are numbers of versions, `other` is the other agreement it was about.
    """

    version: Version
    known_at: str
    who: str
    undoes: int | None
    undone_by: int | None
    other: str
    rows: list[changes.Row]
    rest: list[changes.Row]


@dataclass(frozen=True, slots=True)
class _Step:
    """Two versions and their differences; the older is None before the first."""

    older: Version | None
    newer: Version
    differences: list[Difference]


@require_safe
def history_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show every version of an agreement's record, newest first: who, when, why, and what changed.

    Never more than 16 queries, however many versions.
    """
    if key.startswith("a-"):
        return redirect("history", key.upper(), permanent=True)
    asked = read_query(request, own=frozenset({"from", "to"}))
    agreement = AgreementQuerySet(Agreement).with_key(key).first()
    held, versions = _known(agreement, asked)
    if agreement is None or held is None:
        raise Http404(f"{key[:20]} is not in this atlas")
    pair = choose(asked.query, len(versions))
    first = first_shown(asked.query, len(versions), PAGE_SIZE)
    steps = [
        _step(held, versions, n - 1, n)
        for n in range(first.number, max(first.number - PAGE_SIZE, 0), -1)
    ]
    compared = _step(held, versions, pair.older, pair.newer) if pair.is_asked else None
    words = _words(request, [*steps, *([compared] if compared else [])])
    day = asked.clocks.as_of
    last = versions[-1]
    context = {
        "notices": [*asked.notices, *pair.notices, *first.notices],
        "at": clock_suffix(asked.query),
        "asked": asked.query,
        "agreement": agreement,
        "title": summaries.last_title(agreement.pk, known_at=asked.clocks.known_at),
        "merged_into": f"A-{agreement.merged_into_id}" if agreement.merged_into_id else "",
        "is_held": history.is_held(held, last.at),
        "versions": versions,
        "last": last,
        "pair": pair,
        "compared": _rows(held, compared, words, day) if compared else None,
        "compared_versions": compared,
        "entries": [_entry(held, step, versions, words, day) for step in steps],
        "older": first.address(request.path, asked.query, first.number - PAGE_SIZE),
        "newer": first.address(request.path, asked.query, first.number + PAGE_SIZE),
    }
    return render(request, "pages/history.html", context)


def _known(agreement: Agreement | None, asked: Asked) -> tuple[Holding | None, list[Version]]:
    """Return what was ever held, and the versions up to the moment asked for."""
    if agreement is None:
        return None, []
    held, versions = history.read(agreement.pk)
    moment = asked.clocks.known_at
    known = [v for v in versions if moment is None or v.at <= moment]
    return (held if known else None), known


def _step(held: Holding, versions: list[Version], older: int, newer: int) -> _Step:
    before = versions[older - 1] if older else None
    after = versions[newer - 1]
    found = history.differences(held, before.at if before else None, after.at)
    return _Step(before, after, found)


def _words(request: HttpRequest, steps: Iterable[_Step]) -> changes.Words:
    found = [d for step in steps for d in step.differences]
    targets = changes.targets(found)
    authors = {e.author_id for d in found for e in (*d.gained, *d.lost) if e.author_id}
    editors = {s.newer.decision.editor_id for s in steps if s.newer.decision.editor_id}
    names: dict[int, str] = {}
    if request.user.is_authenticated:
        users = User.objects.in_bulk(authors | editors)
        names = {pk: user.get_username() for pk, user in users.items()}
    return changes.Words(
        summaries.party_names(),
        summaries.commitment_names(),
        summaries.known_titles(targets) if targets else {},
        names,
    )


def _rows(held: Holding, step: _Step, words: changes.Words, day: date) -> list[changes.Row]:
    before = history.standing(held, step.older.at, day) if step.older else None
    status = changes.status_row(before, history.standing(held, step.newer.at, day))
    rows = [changes.read_row(d, words) for d in step.differences]
    return [status, *rows] if status else rows


def _entry(
    held: Holding, step: _Step, versions: list[Version], words: changes.Words, day: date
) -> Entry:
    version, decision = step.newer, step.newer.decision
    numbers = {v.decision.pk: v.number for v in versions}
    undone_by = (v.number for v in versions if v.decision.undoes_id == decision.pk)
    is_other = decision.agreement_id not in (None, held.agreement.pk)
    rows = _rows(held, step, words, day)
    shown = len(rows) if len(rows) <= _ROWS_SHOWN + _FEW else _ROWS_SHOWN
    house = _("the house") if decision.editor_id is None else _("an editor")
    moment = version.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return Entry(
        version=version,
        known_at=moment if history.is_held(held, version.at) else "",
        who=words.editors.get(decision.editor_id or 0, house),
        undoes=numbers.get(decision.undoes_id or 0),
        undone_by=next(undone_by, None),
        other=f"A-{decision.agreement_id}" if is_other else "",
        rows=rows[:shown],
        rest=rows[shown:],
    )
