"""Turn one row of the table of known agreements into what it proposes."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Final

from agreements.proposal import (
    Citation,
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
)
from agreements.reference.tables import Cells, decimal

AGREEMENT_COLUMNS: Final = (
    "slug", "title", "party_a", "party_b", "kind", "status", "signed", "signed_place", "in_force",
    "ended", "duration_years", "legally_binding", "commitments", "amount", "currency",
    "amount_note", "source_url", "source_title", "confidence", "checked", "check_note",
)  # fmt: skip

# What a row's status says has happened, beside what its dates say; the table knows no day for it.
_HAPPENED: Final = {
    "in_force": "entered_into_force",
    "ratified": "ratified",
    "agreed": "agreed",
    "negotiating": "negotiations_opened",
    "rejected": "rejected",
    "suspended": "suspended",
    "terminated": "terminated",
    "expired": "expired",
    "signed": "signed",
    "proposed": "proposed",
}
# The column that dates a milestone, where there is one.
_DATED_BY: Final = {
    "signed": "signed",
    "entered_into_force": "in_force",
    "terminated": "ended",
    "expired": "ended",
}
_LARGEST_SUM: Final = Decimal(10) ** 15


def identifier(slug: str) -> str:
    """Return the name under which the row is found again."""
    return f"atlas-reference:{slug}"


def proposal(
    cells: Cells, parties: Collection[str], kinds: Collection[str], types: Collection[str]
) -> Proposal | None:
    """Return what the row proposes, each statement citing its source; None if it is unusable."""
    one, other = cells.one_of("party_a", parties), cells.one_of("party_b", parties)
    if one == other:
        cells.errors.append(f"{cells.where}, column party_b: is the same party as party_a.")
        return None
    source = Citation(
        text=cells.needed("source_title"),
        url=cells.text("source_url"),
        is_opened=cells.one_of("confidence", {"verified", "known"}) == "verified",
    )
    statements = [
        *_terms(cells, kinds, source),
        *_milestones(cells, source),
        *_commitments(cells, types, source),
    ]
    first, second = sorted((one, other))
    return Proposal((first, second), tuple(statements))


def _terms(cells: Cells, kinds: Collection[str], source: Citation) -> list[ProposedStatement]:
    years = cells.number("duration_years", int, lowest=1, highest=999)
    amount = cells.number("amount", decimal, lowest=Decimal(0), highest=_LARGEST_SUM)
    checked = replace(source, note=cells.text("check_note"))
    values = {
        "title": cells.needed("title"),
        "kind": cells.one_of("kind", kinds),
        "duration_years": str(years) if years else "",
        "legally_binding": cells.one_of("legally_binding", {"true", "false"}, empty=True),
    }
    terms: list[ProposedStatement] = [
        ProposedTerm(name=name, value=value, sources=(source,))
        for name, value in values.items()
        if value
    ]
    slug = identifier(cells.needed("slug"))
    terms.append(ProposedTerm(name="identifier", value=slug, sources=(checked,)))
    terms += _doubt(cells, source)
    if amount is not None:
        value = f"{cells.needed('currency', longest=3)} {amount:f}"
        note = cells.text("amount_note")
        terms.append(ProposedTerm(name="amount", value=value, wording=note, sources=(source,)))
    return terms


def _doubt(cells: Cells, source: Citation) -> list[ProposedStatement]:
    """Return what the second reader was not sure of, if the row is marked so."""
    if cells.one_of("checked", {"ok", "corrected", "doubtful"}) != "doubtful":
        return []
    return [ProposedTerm(name="doubt", value=cells.needed("check_note"), sources=(source,))]


def _milestones(cells: Cells, source: Citation) -> list[ProposedStatement]:
    status = cells.one_of("status", _HAPPENED)
    dates = {column: cells.edtf(column) for column in ("signed", "in_force", "ended")}
    place = cells.text("signed_place", longest=200)
    told = {_HAPPENED[status]} if status in _HAPPENED else set()
    told |= {kind for kind in ("signed", "entered_into_force") if dates[_DATED_BY[kind]]}
    if dates["ended"] and not told & {"terminated", "expired"}:
        cells.errors.append(f"{cells.where}, column ended: the status says that it has not ended.")
    return [
        ProposedMilestone(
            kind=kind,
            date=dates[_DATED_BY[kind]] if kind in _DATED_BY else "",
            place=place if kind == "signed" else "",
            sources=(source,),
        )
        for kind in sorted(told)
    ]


def _commitments(cells: Cells, types: Collection[str], source: Citation) -> list[ProposedStatement]:
    return [
        ProposedCommitment(type=code, sources=(source,))
        for code in cells.several_of("commitments", types)
    ]
