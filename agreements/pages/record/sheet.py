"""One agreement as its page tells of it, read from what the API tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import MilestoneKind, TermName
from agreements.pages.record.doubts import Doubt, Rivals
from agreements.pages.record.life import Moment, as_passed
from agreements.pages.record.sources import Archive, Source, sources_of
from agreements.pages.record.words import TypeWords, code_words, details, term_words, who

# A number of years says by itself what it counts.
_LABELS: Final = {TermName.DURATION_YEARS: gettext_lazy("Duration")}
_NOTHING: Final[Archive] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment, made or expressly excluded; `who` says who owes it to whom, or nothing.

    `anchor` is its own on the page; `details` are sum, time and condition.
    """

    type: str
    name: str
    definition: str
    who: str
    strength: str
    wording: str
    sources: list[Source]
    anchor: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One plain property in words."""

    label: str
    value: str
    sources: list[Source]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What the agreement is to another one."""

    label: str
    target: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Record:
    """All that the page shows of one agreement."""

    key: str
    title: str
    parties: list[Mapping[str, str]]
    kind: str
    framework: str
    summary: str
    life: list[Moment] = field(default_factory=list)
    made: list[Promise] = field(default_factory=list)
    excluded: list[Promise] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    @property
    def sources(self) -> list[Source]:
        """Every document and cited work behind this record, each once, in order of appearance."""
        groups = (self.life, self.made, self.excluded, self.facts, self.doubts, self.relations)
        known: dict[tuple[str, str], Source] = {}
        for group in groups:
            for entry in group:
                for source in entry.sources:
                    known.setdefault((source.label, source.url), source)
        return list(known.values())


def read_record(
    told: Mapping[str, Any], types: Mapping[str, TypeWords], archive: Archive = _NOTHING
) -> Record:
    """Read what `cards.item` tells; `types` is {commitment type: its words}.

    Quotes from the documents in `archive` are told with their place there.
    """
    names = {party["code"]: party["name"] for party in told["parties"]}
    record = Record(
        key=told["key"],
        title=told["title"],
        parties=told["parties"],
        kind=told.get("kind") or "",
        framework=told["framework"] or "",
        summary=_summary(told["terms"]),
    )
    _read_milestones(record, told["milestones"], names, archive)
    _read_commitments(record, told["commitments"], names, types, archive)
    _read_terms(record, told["terms"], archive)
    record.relations.extend(
        Relation(code_words(link["kind"]), link["target"], sources_of(link, archive))
        for link in told["links"]
        if _is_held(link)
    )
    return record


def _summary(terms: Iterable[Mapping[str, Any]]) -> str:
    values = (t["value"] for t in terms if t["name"] == TermName.SUMMARY and _is_held(t))
    return next(values, "")


def _is_held(entry: Mapping[str, Any]) -> bool:
    return bool(entry["rank"] == "preferred")


def _is_disputed(entry: Mapping[str, Any]) -> bool:
    return bool(entry["rank"] == "contested")


def _read_milestones(
    record: Record,
    entries: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    archive: Archive,
) -> None:
    ordered = as_passed(entries)
    rivals = Rivals.among(ordered, ("kind", "party", "is_expected"))
    happened = {
        _passage(entry) for entry in ordered if _is_held(entry) and not entry["is_expected"]
    }
    for entry in ordered:
        label = str(MilestoneKind(entry["kind"]).label)
        is_over = entry["is_expected"] and _passage(entry) in happened
        if _is_held(entry) and not is_over:
            record.life.append(_moment(entry, label, names, archive))
        elif _is_held(entry) or _is_disputed(entry):
            about = _("%s (expected)") % label if entry["is_expected"] else label
            value = entry["place"] or ("" if entry["date"] else _("date not stated"))
            record.doubts.append(
                rivals.doubt(
                    entry, about, value, sources_of(entry, archive), date=entry["date"] or ""
                )
            )


def _passage(entry: Mapping[str, Any]) -> tuple[str, str | None]:
    return (entry["kind"], entry["party"])


def _moment(
    entry: Mapping[str, Any], label: str, names: Mapping[str, str], archive: Archive
) -> Moment:
    return Moment(
        label=label,
        date=entry["date"] or "",
        place=entry["place"] or "",
        party=names.get(entry["party"], ""),
        is_ahead=entry["is_expected"],
        sources=sources_of(entry, archive),
        kind=entry["kind"],
    )


def _read_commitments(
    record: Record,
    entries: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    types: Mapping[str, TypeWords],
    archive: Archive,
) -> None:
    entries = list(entries)
    rivals = Rivals.among(entries, ("type",))
    for entry in entries:
        words = types.get(entry["type"], TypeWords(code_words(entry["type"]), ""))
        sources = sources_of(entry, archive)
        if _is_disputed(entry):
            value = ", ".join(filter(None, (_held_words(entry), who(entry, names))))
            record.doubts.append(rivals.doubt(entry, words.name, value, sources))
        elif _is_held(entry):
            group = record.excluded if entry["held"] == "excluded" else record.made
            group.append(_promise(entry, words, names, sources, record))


def _held_words(entry: Mapping[str, Any]) -> str:
    return _("expressly excluded") if entry["held"] == "excluded" else _("made")


def _promise(
    entry: Mapping[str, Any],
    words: TypeWords,
    names: Mapping[str, str],
    sources: list[Source],
    record: Record,
) -> Promise:
    before = sum(p.type == entry["type"] for p in (*record.made, *record.excluded))
    return Promise(
        type=entry["type"],
        name=words.name,
        definition=words.definition,
        who=who(entry, names),
        strength=entry["strength"],
        wording=entry["wording"] or "",
        sources=sources,
        anchor=f"{entry['type']}-{before + 1}" if before else entry["type"],
        details=details(entry),
    )


def _read_terms(record: Record, entries: Iterable[Mapping[str, Any]], archive: Archive) -> None:
    # An outside identifier tells a reader least.
    entries = sorted(entries, key=lambda entry: entry["name"] == TermName.IDENTIFIER)
    rivals = Rivals.among(entries, ("name",))
    for entry in entries:
        name = TermName(entry["name"])
        sources = sources_of(entry, archive)
        if name == TermName.DOUBT:
            record.doubts.append(Doubt(_("Note"), entry["value"], sources))
        elif _is_disputed(entry):
            record.doubts.append(rivals.doubt(entry, str(name.label), term_words(entry), sources))
        elif _is_held(entry) and name != TermName.SUMMARY:
            label = str(_LABELS.get(name, name.label))
            record.facts.append(Fact(label, term_words(entry), sources, name))
