"""How good the reader is, by what editors make of its values: kept, changed, left out, added."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from agreements.models import Commitment, Decision, MilestoneKind, TermName
from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone, ProposedStatement
from agreements.revision import Revision
from agreements.said import bare

# A page reads no more than these, the latest.
_DRAFTS: Final = 1000


@dataclass(frozen=True, slots=True)
class ReaderFigures:
    """What became of one reader version's values of one field."""

    version: str
    field: str
    values: int
    changed: int
    left_out: int
    added: int

    @property
    def touched_percent(self) -> float:
        """How many of a hundred values an editor changed or left out."""
        return 100 * (self.changed + self.left_out) / self.values if self.values else 0.0


def read_readers() -> list[ReaderFigures]:
    """Return what editors made of each reader version's values in approved drafts; one query."""
    approved = Decision.objects.filter(
        verb=Decision.Verb.APPROVE,
        undone_by=None,
        draft__isnull=False,
        draft__proposed_by=None,
    ).exclude(after__has_key="with")
    rows = approved.order_by("-at").values_list(
        "draft__reader_version", "draft__proposed", "draft__revised"
    )
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for version, proposed, revised in rows[:_DRAFTS]:
        proposal, revision = Proposal.from_json(proposed), Revision.from_json(revised)
        for field, what in _fates(proposal, revision):
            counted[version, field][what] += 1
    return [
        ReaderFigures(
            version,
            field,
            values=counts["kept"] + counts["changed"] + counts["left_out"],
            changed=counts["changed"],
            left_out=counts["left_out"],
            added=counts["added"],
        )
        for (version, field), counts in sorted(counted.items())
    ]


def _fates(proposal: Proposal, revision: Revision) -> list[tuple[str, str]]:
    fates = [("Parties", "changed" if revision.parties else "kept")]
    for place, statement in enumerate(proposal.statements):
        changed = revision.changed.get(place)
        if place in revision.left_out:
            fates.append((_field(statement), "left_out"))
        elif changed is not None and bare(changed) != bare(statement):
            fates.append((_field(statement), "changed"))
        else:
            fates.append((_field(statement), "kept"))
    first = len(proposal.statements)
    added = (s for place, s in enumerate(revision.added, first) if place not in revision.left_out)
    return [*fates, *((_field(statement), "added") for statement in added)]


def _field(statement: ProposedStatement) -> str:
    if isinstance(statement, ProposedMilestone):
        return str(MilestoneKind(statement.kind).label)
    if isinstance(statement, ProposedCommitment):
        is_excluded = statement.held == Commitment.Holding.EXCLUDED
        return "Expressly excluded" if is_excluded else "Commitments"
    return str(TermName(statement.name).label)
