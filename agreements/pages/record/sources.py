"""Why something is held, as a page shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.licences import licence_of
from agreements.locating import Place, locate
from agreements.surroundings import Archived

Archive = Mapping[int, Archived]


@dataclass(frozen=True, slots=True)
class Source:
    """Why something is held: a quote from a document, a cited work, or an editor's judgement.

    `place` says where in the document the quote stands, where that was looked up; `archived` is the
    address of the document's text here, where its licence lets everybody read it.
    """

    text: str
    label: str
    is_quote: bool = False
    url: str = ""
    note: str = ""
    is_unopened: bool = False
    place: Place | None = None
    language: str = ""
    archived_at: datetime | None = None
    archived: str = ""


def web_address(url: str | None) -> str:
    """Return the address where a link may lead there, else nothing."""
    return url if url and url.startswith(("https://", "http://")) else ""


def document_label(number: int, told: Iterable[str | None]) -> str:
    """Return what to call a document: who published it, its title, its day, whichever are told."""
    return ", ".join(part for part in told if part) or _("Document %s") % number


def documents_of(told: Mapping[str, Any]) -> set[int]:
    """Return the numbers of the documents that any statement of an agreement rests on."""
    return {
        evidence["document"]["id"]
        for evidence in _evidence_of(told)
        if evidence.get("document") is not None
    }


def sources_of(entry: Mapping[str, Any], archive: Archive) -> list[Source]:
    """Return why one statement is held."""
    return [_source(evidence, archive) for evidence in entry["evidence"]]


def _evidence_of(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for group in ("milestones", "commitments", "terms", "links"):
        for entry in told[group]:
            yield from entry["evidence"]


def _source(evidence: Mapping[str, Any], archive: Archive) -> Source:
    if "quote" in evidence:
        return _quoted(evidence, archive.get(evidence["document"]["id"]))
    if "citation" in evidence:
        return Source(
            text="",
            label=evidence["citation"],
            url=web_address(evidence["url"]),
            note=evidence["note"] or "",
            is_unopened=evidence["is_opened"] is False,
        )
    return Source(evidence["judgement"], _("An editor’s judgement"))  # noqa: RUF001  as it is printed


def _quoted(evidence: Mapping[str, Any], archived: Archived | None) -> Source:
    document = evidence["document"]
    told = (document["publisher"], document["title"], document["published"])
    label = document_label(document["id"], told)
    return Source(
        evidence["quote"],
        label,
        is_quote=True,
        url=web_address(document["url"]),
        place=_place(evidence, archived) if archived else None,
        language=archived.language if archived else "",
        archived_at=archived.archived_at if archived else None,
        archived=_archived(evidence),
    )


def _archived(evidence: Mapping[str, Any]) -> str:
    document = evidence["document"]
    if licence_of(document["url"]) is None:
        return ""
    address = reverse("archived_text", args=[document["id"]])
    return f"{address}?from={evidence['start']}&to={evidence['end']}#quote"


def _place(evidence: Mapping[str, Any], archived: Archived) -> Place | None:
    start, end = evidence["start"], evidence["end"]
    is_there = archived.text[start:end] == evidence["quote"]
    return locate(archived.text, start, end) if is_there else None
