"""All that the page of one agreement shows, gathered for the day and moment asked for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from agreements import summaries, surroundings
from agreements.filters import Clocks
from agreements.models import Card, Decision, Framework
from agreements.pages.record.gist import gist
from agreements.pages.record.life import Moment, line
from agreements.pages.record.sheet import Record, read_record
from agreements.pages.record.sources import Source, documents_of
from agreements.pages.record.words import TypeWords
from agreements.surroundings import Pointer, Version

_LATEST: Final = 3
# Names of pages about an agreement: none of them is taken for its title.
_OTHER_PAGES: Final = frozenset({"history", "merge", "report"})
_SLUG_LENGTH: Final = 80
_POINTS: Final = {
    "amends": gettext_lazy("Amended by"),
    "supersedes": gettext_lazy("Superseded by"),
    "renews": gettext_lazy("Renewed by"),
    "implements": gettext_lazy("Implemented by"),
    "annex_of": gettext_lazy("Annex"),
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who ruled on a contested value, and why where they said so."""

    is_house: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One agreement, and what stands around it.

    `latest` are the newest versions of its record, `version` the number of the one shown.
    """

    record: Record
    status: str | None
    day: date
    life: list[Moment]
    summary: str
    is_generated: bool
    framework: Framework | None
    titles: Mapping[str, str]
    pointers: list[Pointer]
    versions: list[Version]

    @property
    def has_words(self) -> bool:
        """Tell whether any commitment stands beside words of a text."""
        return any(s.is_quote for promise in self.record.made for s in promise.sources)

    @property
    def common_sources(self) -> list[Source]:
        """What all commitments rest on, where that is the same works and no words of a text.

        Empty where they differ, or where one says more than its type and strength.
        """
        made = self.record.made
        is_plain = len(made) > 1 and not any(p.details or p.wording for p in made)
        if not is_plain or self.has_words or any(p.sources != made[0].sources for p in made):
            return []
        return made[0].sources

    @property
    def version(self) -> int:
        """The number of the version shown."""
        return self.versions[-1].number if self.versions else 1

    @property
    def latest(self) -> list[Version]:
        """The newest versions, newest first."""
        return self.versions[: -_LATEST - 1 : -1]

    @property
    def superseded_by(self) -> list[Pointer]:
        """What took its place by the day shown."""
        return [p for p in self.pointers if p.kind == "supersedes" and p.is_concluded]

    @property
    def told_by_others(self) -> list[tuple[str, Pointer]]:
        """What other agreements are to this one, each after its words."""
        return [(str(_POINTS[p.kind]), p) for p in self.pointers if p.kind in _POINTS]

    @property
    def rulings(self) -> dict[datetime, Ruling]:
        """Who ruled at each of the moments at which the record changed."""
        return {v.decision.at: _ruling(v.decision) for v in self.versions}


def show(card: Card, clocks: Clocks) -> Shown:
    """Gather what the page shows; at most eight queries, however much is held."""
    told = json.loads(card.item_json)
    record = _record(told)
    status = summaries.status_on(told, clocks.as_of)
    life = line(record.life, told["terms"], clocks.as_of)
    return Shown(
        record=record,
        status=status,
        day=clocks.as_of,
        life=life,
        summary=record.summary or gist(record, life, status),
        is_generated=not record.summary,
        framework=summaries.framework(record.framework) if record.framework else None,
        titles=_titles((r.target for r in record.relations), clocks.known_at),
        pointers=surroundings.pointers(
            card.agreement_id, day=clocks.as_of, known_at=clocks.known_at
        ),
        versions=surroundings.versions(card.agreement_id, known_at=clocks.known_at),
    )


def title_slug(title: str) -> str:
    """Return a title as an address has it; empty where none of it can stand there."""
    slug = slugify(title)[:_SLUG_LENGTH].strip("-")
    return "" if slug in _OTHER_PAGES else slug


def _record(told: Mapping[str, object]) -> Record:
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    return read_record(told, types, surroundings.archived(documents_of(told)))


def _titles(targets: Iterable[str], known_at: datetime | None) -> dict[str, str]:
    keys = list(targets)
    return summaries.known_titles(keys, known_at=known_at) if keys else {}


def _ruling(decision: Decision) -> Ruling:
    return Ruling(decision.editor_id is None, decision.reason)
