"""Load the reference tables into the record: all of them, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import models, transaction
from django.utils import timezone

from agreements import codebook, ledger
from agreements.folding import holdings
from agreements.holding import Holding
from agreements.merging import Plan, merge
from agreements.models import (
    Agreement,
    AgreementKind,
    CommitmentType,
    Decision,
    Framework,
    Party,
    Term,
    TermName,
)
from agreements.proposal import Proposal
from agreements.reference.frameworks import FrameworkRow, read_frameworks
from agreements.reference.rows import AGREEMENT_COLUMNS, identifier, proposal
from agreements.reference.tables import FOLDER, Cells, decimal, read_rows, refuse, unique

_LONGITUDE: Final = Decimal(180)
_LATITUDE: Final = Decimal(90)
_HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows each table has, and how many agreements changed."""

    parties: int
    commitment_types: int
    frameworks: int
    agreements: int
    changed: int


@transaction.atomic
def load(folder: Path = FOLDER) -> Loaded:
    """Load all tables of the folder; loading the same ones again changes nothing.

    Raises:
        BadTableError: some cells are wrong; each is named, and nothing was loaded.
    """
    parties = _parties(folder / "parties.csv")
    types = _commitment_types(folder / "commitment_types.csv")
    proposals = _proposals(
        folder / "agreements.csv", {p.code for p in parties}, {t.code for t in types}
    )
    frameworks = read_frameworks(folder / "frameworks.csv", {p.code for p in parties}, proposals)
    ledger.take_turn()
    renamed = _renamed(parties)
    is_changed = [_store(parties), _store(types), _store_frameworks(frameworks)]
    hung = {name: row.framework.slug for row in frameworks for name in row.agreements}
    changed = _load_agreements(proposals, renamed, hung, is_changed=any(is_changed))
    return Loaded(len(parties), len(types), len(frameworks), len(proposals), changed)


def _parties(path: Path) -> list[Party]:
    columns = [
        "code", "iso3", "iso_numeric", "name", "kind", "region", "capital", "lat", "lon",
        "cow_code", "cow_abbrev",
    ]  # fmt: skip
    rows, errors = read_rows(path, columns)
    unique(rows, "code")
    unique(rows, "name")
    read = [_party(cells) for cells in rows]
    refuse(errors)
    return read


def _party(cells: Cells) -> Party:
    return Party(
        code=cells.needed("code", longest=8),
        iso3=cells.text("iso3", longest=3),
        iso_numeric=cells.text("iso_numeric", longest=3),
        name=cells.needed("name", longest=100),
        kind=cells.one_of("kind", Party.Kind.values),
        region=cells.needed("region", longest=20),
        capital=cells.needed("capital", longest=60),
        latitude=_degrees(cells, "lat", _LATITUDE),
        longitude=_degrees(cells, "lon", _LONGITUDE),
        cow_code=cells.number("cow_code", int, lowest=1, highest=999),
        cow_abbreviation=cells.text("cow_abbrev", longest=3),
    )


def _degrees(cells: Cells, column: str, most: Decimal) -> Decimal:
    cells.needed(column)
    degrees = cells.number(column, decimal, lowest=-most, highest=most) or Decimal(0)
    return degrees.quantize(_HUNDREDTH)


def _commitment_types(path: Path) -> list[CommitmentType]:
    rows, errors = read_rows(path, ["code", "group", "name", "definition", "atop", "dcad"])
    unique(rows, "code")
    read = [
        CommitmentType(
            code=cells.needed("code", longest=50),
            group=cells.needed("group", longest=20),
            name=cells.needed("name", longest=60),
            definition=cells.needed("definition"),
            atop=cells.text("atop", longest=40),
            dcad=cells.text("dcad", longest=40),
            position=position,
        )
        for position, cells in enumerate(rows)
    ]
    refuse(errors)
    return read


def _proposals(path: Path, parties: set[str], types: set[str]) -> dict[str, Proposal]:
    """Return {identifier: what the row proposes}."""
    rows, errors = read_rows(path, AGREEMENT_COLUMNS)
    unique(rows, "slug")
    read = {
        identifier(cells.needed("slug")): proposal(cells, parties, AgreementKind.values, types)
        for cells in rows
    }
    refuse(errors)
    return {name: proposed for name, proposed in read.items() if proposed is not None}


def _renamed(parties: list[Party]) -> set[str]:
    """Return the codes of parties whose name is about to change: their cards carry it."""
    names = codebook.party_names()
    return {p.code for p in parties if names.get(p.code, p.name) != p.name}


def _store(rows: Sequence[models.Model]) -> bool:
    """Store the rows that are new or differ from those there are; tell whether any did."""
    if not rows:
        return False
    model = type(rows[0])
    fields = [f.attname for f in model._meta.concrete_fields]  # noqa: SLF001  Django's public way
    manager = model._default_manager  # noqa: SLF001  Django's public way
    stored = set(manager.values_list(*fields))
    fresh = [row for row in rows if tuple(getattr(row, name) for name in fields) not in stored]
    key = model._meta.pk.attname  # noqa: SLF001  Django's public way
    manager.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[name for name in fields if name != key],
    )
    return bool(fresh)


def _store_frameworks(frameworks: Sequence[FrameworkRow]) -> bool:
    is_changed = _store([row.framework for row in frameworks])
    for row in frameworks:
        members = row.framework.members.values_list("code", flat=True)
        if set(members) != set(row.members):
            # The row's own framework was not stored just now if only its members differ.
            stored = Framework.objects.get(pk=row.framework.pk)
            stored.members.set(Party.objects.filter(code__in=row.members))
            is_changed = True
    return is_changed


def _load_agreements(
    proposals: dict[str, Proposal],
    renamed: set[str],
    hung: dict[str, str],
    *,
    is_changed: bool,
) -> int:
    known = _known(proposals)
    is_changed = is_changed or len(known) < len(proposals) or bool(_plans(proposals, known))
    if not is_changed:
        return 0
    decision = Decision(
        verb=Decision.Verb.LOAD, reason="Reference data", after={"rows": len(proposals)}
    )
    with ledger.entry(decision) as made:
        new = [name for name in proposals if name not in known]
        agreements = ledger.new_agreements(proposals[name].parties for name in new)
        known |= zip(new, agreements, strict=True)
        _hang({known[name].pk: hung[name] for name in new if name in hung})
        plans = _plans(proposals, known)
        ledger.carry_out(made, list(plans.values()))
        made.touched |= set(
            Agreement.objects.filter(
                models.Q(first_party__in=renamed) | models.Q(second_party__in=renamed)
            ).values_list("pk", flat=True)
        )
    return len(plans)


def _hang(new: dict[int, str]) -> None:
    """Hang new agreements (by number) from their frameworks: part of what they are, for good."""
    for slug in sorted(set(new.values())):
        numbers = [number for number, hung in new.items() if hung == slug]
        Agreement.objects.filter(pk__in=numbers).update(framework=slug)


def _known(proposals: dict[str, Proposal]) -> dict[str, Agreement]:
    """Return {identifier: the agreement that carries it} for those loaded before."""
    terms = Term.objects.filter(
        name=TermName.IDENTIFIER, known_to=None, value__in=proposals
    ).select_related("agreement")
    return {term.value: term.agreement for term in terms}


def _plans(proposals: dict[str, Proposal], known: dict[str, Agreement]) -> dict[str, Plan]:
    """Return {identifier: what changes}, agreements that stay as they are left out."""
    held: dict[int, Holding] = {h.agreement.pk: h for h in holdings([a.pk for a in known.values()])}
    today = timezone.now().date()
    plans = {
        name: merge(held[agreement.pk], proposals[name].statements, document_id=None, told_on=today)
        for name, agreement in known.items()
    }
    return {name: plan for name, plan in plans.items() if not plan.is_empty}
