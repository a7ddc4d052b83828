"""What a source says otherwise than what is held, and how that was ruled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agreements.pages.record.sources import Source
from agreements.pages.record.words import term_words

Slot = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a source says otherwise, or that we are not sure of; `date` is EDTF.

    `held` and `held_date` are what is held in its place, empty where nothing is; it was ruled so at
    `ruled_at`.
    """

    about: str
    value: str
    sources: list[Source]
    date: str = ""
    held: str = ""
    held_date: str = ""
    ruled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rivals:
    """The statements of one sort that speak, by what they are about."""

    fields: tuple[str, ...]
    speaking: Mapping[Slot, Mapping[str, Any]]

    @classmethod
    def among(cls, entries: Iterable[Mapping[str, Any]], fields: tuple[str, ...]) -> "Rivals":
        """Take those that speak; the fields say what an entry is about."""
        held = [entry for entry in entries if entry["rank"] == "preferred"]
        return cls(fields, {tuple(e[name] for name in fields): e for e in held})

    def doubt(
        self,
        entry: Mapping[str, Any],
        about: str,
        value: str,
        sources: list[Source],
        date: str = "",
    ) -> Doubt:
        """Return what an entry says, beside what is held in its place."""
        rival = self.speaking.get(tuple(entry[name] for name in self.fields))
        if rival is None or entry["rank"] != "contested":
            return Doubt(about, value, sources, date)
        known_from = entry.get("known_from")
        return Doubt(
            about,
            value,
            sources,
            date,
            held=_words(rival),
            held_date=rival.get("date") or "",
            ruled_at=parse_datetime(known_from) if known_from else None,
        )


def _words(entry: Mapping[str, Any]) -> str:
    if "name" in entry:
        return term_words(entry)
    if "type" in entry:
        return _("expressly excluded") if entry["held"] == "excluded" else _("made")
    return entry["place"] or ("" if entry["date"] else _("date not stated"))
