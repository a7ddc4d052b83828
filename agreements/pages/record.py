"""One agreement as its page tells of it, read from what the API tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from agreements.models import Commitment, MilestoneKind, TermName

_RANKS: Final = {kind: rank for rank, kind in enumerate(MilestoneKind.values)}


@dataclass(frozen=True, slots=True)
class Source:
    """Why something is held: a quote from a document, a cited work, or an editor's judgement."""

    text: str
    label: str
    is_quote: bool = False
    url: str = ""
    note: str = ""
    is_unopened: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One milestone; `date` is EDTF, empty where not known."""

    label: str
    date: str
    place: str
    party: str
    is_ahead: bool
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment, made or expressly excluded; `who` says who owes it to whom, or nothing."""

    type: str
    name: str
    definition: str
    who: str
    strength: str
    wording: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Fact:
    """One plain property in words."""

    label: str
    value: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a source says otherwise, or that we are not sure of; `date` is EDTF."""

    about: str
    value: str
    sources: list[Source]
    date: str = ""


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


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A commitment type in words."""

    name: str
    definition: str


def read_record(told: Mapping[str, Any], types: Mapping[str, TypeWords]) -> Record:
    """Read what `cards.item` tells; `types` is {commitment type: its words}."""
    names = {party["code"]: party["name"] for party in told["parties"]}
    record = Record(
        key=told["key"],
        title=told["title"],
        parties=told["parties"],
        framework=told["framework"] or "",
        summary=_summary(told["terms"]),
    )
    _read_milestones(record, told["milestones"], names)
    _read_commitments(record, told["commitments"], names, types)
    _read_terms(record, told["terms"])
    record.relations.extend(
        Relation(_words(link["kind"]), link["target"], _sources(link)) for link in told["links"]
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
    record: Record, entries: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> None:
    ordered = _as_passed(entries)
    happened = {
        _passage(entry) for entry in ordered if _is_held(entry) and not entry["is_expected"]
    }
    for entry in ordered:
        label = str(MilestoneKind(entry["kind"]).label)
        is_over = entry["is_expected"] and _passage(entry) in happened
        if _is_held(entry) and not is_over:
            record.life.append(
                Moment(
                    label=label,
                    date=entry["date"] or "",
                    place=entry["place"] or "",
                    party=names.get(entry["party"], ""),
                    is_ahead=entry["is_expected"],
                    sources=_sources(entry),
                )
            )
        elif _is_held(entry) or _is_disputed(entry):
            about = f"{label} (expected)" if entry["is_expected"] else label
            value = entry["place"] or ("" if entry["date"] else "date not stated")
            record.doubts.append(Doubt(about, value, _sources(entry), entry["date"] or ""))


def _as_passed(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return them by day; what has no day goes where agreements pass through such a thing."""
    passed: list[Mapping[str, Any]] = []
    undated: list[Mapping[str, Any]] = []
    for entry in entries:
        (passed if entry["earliest"] else undated).append(entry)
    for entry in undated:
        rank = _RANKS[entry["kind"]]
        later = (place for place, other in enumerate(passed) if _RANKS[other["kind"]] > rank)
        passed.insert(next(later, len(passed)), entry)
    return passed


def _passage(entry: Mapping[str, Any]) -> tuple[str, str | None]:
    return (entry["kind"], entry["party"])


def _read_commitments(
    record: Record,
    entries: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    types: Mapping[str, TypeWords],
) -> None:
    for entry in entries:
        words = types.get(entry["type"], TypeWords(_words(entry["type"]), ""))
        if _is_disputed(entry):
            value = "expressly excluded" if entry["held"] == "excluded" else "made"
            record.doubts.append(Doubt(words.name, value, _sources(entry)))
        elif _is_held(entry):
            group = record.excluded if entry["held"] == "excluded" else record.made
            group.append(_promise(entry, words, names))


def _promise(entry: Mapping[str, Any], words: TypeWords, names: Mapping[str, str]) -> Promise:
    return Promise(
        type=entry["type"],
        name=words.name,
        definition=words.definition,
        who=_who(entry, names),
        strength=entry["strength"],
        wording=entry["wording"] or "",
        sources=_sources(entry),
    )


def _who(entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    direction = entry["direction"]
    if direction == Commitment.Direction.ONE_WAY:
        return f"{names[entry['debtor']]} to {names[entry['creditor']]}"
    return "both to each other" if direction == Commitment.Direction.MUTUAL else ""


def _read_terms(record: Record, entries: Iterable[Mapping[str, Any]]) -> None:
    for entry in entries:
        name = TermName(entry["name"])
        if name == TermName.DOUBT:
            record.doubts.append(Doubt("Note", entry["value"], _sources(entry)))
        elif _is_disputed(entry):
            record.doubts.append(Doubt(name.label, term_words(entry), _sources(entry)))
        elif _is_held(entry) and name != TermName.SUMMARY:
            record.facts.append(Fact(name.label, term_words(entry), _sources(entry)))


def term_words(entry: Mapping[str, Any]) -> str:
    """Return the value of a plain property, given with its name, in words."""
    value = str(entry["value"])
    if entry["name"] == TermName.LEGALLY_BINDING:
        return "yes" if value == "true" else "no"
    if entry["name"] == TermName.DURATION_YEARS:
        return "1 year" if value == "1" else f"{value} years"
    if entry["name"] == TermName.AMOUNT:
        currency, _, number = value.partition(" ")
        return f"{currency} {int(number):,}" if number.isdecimal() else value
    if entry["name"] == TermName.KIND:
        return _words(value)
    return value


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _sources(entry: Mapping[str, Any]) -> list[Source]:
    return [_source(evidence) for evidence in entry["evidence"]]


def web_address(url: str | None) -> str:
    """Return the address where a link may lead there, else nothing."""
    return url if url and url.startswith(("https://", "http://")) else ""


def document_label(number: int, told: Iterable[str | None]) -> str:
    """Return what to call a document: who published it, its title, its day, whichever are told."""
    return ", ".join(part for part in told if part) or f"Document {number}"


def _source(evidence: Mapping[str, Any]) -> Source:
    if "quote" in evidence:
        document = evidence["document"]
        told = (document["publisher"], document["title"], document["published"])
        label = document_label(document["id"], told)
        return Source(evidence["quote"], label, is_quote=True, url=web_address(document["url"]))
    if "citation" in evidence:
        return Source(
            text="",
            label=evidence["citation"],
            url=web_address(evidence["url"]),
            note=evidence["note"] or "",
            is_unopened=evidence["is_opened"] is False,
        )
    return Source(evidence["judgement"], "An editor’s judgement")  # noqa: RUF001  as it is printed
