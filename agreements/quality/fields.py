"""What of two verdicts is compared: field by field, each with its scale."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from agreements.models import Commitment, Strength, TermName
from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone
from agreements.quality.alpha import Scale, Units
from agreements.said import Said

_FIRMNESS = {Strength.MENTIONED: 1, Strength.INTENT: 2, Strength.DUTY: 3}
_NONE = frozenset({"none"})


@dataclass(frozen=True, slots=True)
class Pair:
    """What two editors said of one draft, without knowing of each other; `at`: of the later one."""

    one: Said
    other: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, how values differ, what of a pair is compared."""

    name: str
    scale: Scale
    units: Callable[[Pair], Units]


def fields(groups: Mapping[str, str]) -> list[Field]:
    """Return the fields that are measured; `groups` is {commitment type: its group}."""
    by_group = [
        Field(
            f"Commitments: {group}",
            Scale.SETS,
            partial(_of_proposals, read=partial(_made, groups=groups, group=group)),
        )
        for group in dict.fromkeys(groups.values())
    ]
    return [
        Field("Verdict", Scale.NOMINAL, lambda pair: [(pair.one.verb, pair.other.verb)]),
        Field("Parties", Scale.NOMINAL, partial(_of_proposals, read=_parties)),
        Field("Kind", Scale.NOMINAL, partial(_of_proposals, read=_kind)),
        Field("Milestones", Scale.SETS, partial(_of_proposals, read=_milestones)),
        Field("Dates", Scale.NOMINAL, partial(_in_both, read=_dates)),
        *by_group,
        Field("Strength", Scale.INTERVAL, partial(_in_both, read=_strengths)),
        Field("Expressly excluded", Scale.SETS, partial(_of_proposals, read=_excluded)),
    ]


def _of_proposals(pair: Pair, *, read: Callable[[Proposal], Hashable]) -> Units:
    """Compare one value of each; nothing where either editor rejects."""
    if pair.one.proposal is None or pair.other.proposal is None:
        return ()
    return [(read(pair.one.proposal), read(pair.other.proposal))]


def _in_both(pair: Pair, *, read: Callable[[Proposal], Mapping[str, Hashable]]) -> Units:
    """Compare what both editors say something of."""
    if pair.one.proposal is None or pair.other.proposal is None:
        return ()
    one, other = read(pair.one.proposal), read(pair.other.proposal)
    return [(one[what], other[what]) for what in sorted(one.keys() & other.keys())]


def _parties(proposal: Proposal) -> Hashable:
    return "-".join(sorted(proposal.parties))


def _kind(proposal: Proposal) -> Hashable:
    return proposal.term(TermName.KIND) or "none"


def _milestones(proposal: Proposal) -> Hashable:
    return frozenset(_happenings(proposal)) or _NONE


def _dates(proposal: Proposal) -> Mapping[str, Hashable]:
    return {what: milestone.date for what, milestone in _happenings(proposal).items()}


def _happenings(proposal: Proposal) -> dict[str, ProposedMilestone]:
    return {
        f"{s.kind} {s.party or ''} {'expected' if s.is_expected else ''}": s
        for s in proposal.statements
        if isinstance(s, ProposedMilestone)
    }


def _made(proposal: Proposal, *, groups: Mapping[str, str], group: str) -> Hashable:
    made = _commitments(proposal, Commitment.Holding.MADE)
    return frozenset(c.type for c in made if groups.get(c.type) == group) or _NONE


def _excluded(proposal: Proposal) -> Hashable:
    return frozenset(c.type for c in _commitments(proposal, Commitment.Holding.EXCLUDED)) or _NONE


def _strengths(proposal: Proposal) -> Mapping[str, Hashable]:
    made = _commitments(proposal, Commitment.Holding.MADE)
    return {f"{c.type} {c.debtor or ''}": _FIRMNESS[Strength(c.strength)] for c in made}


def _commitments(proposal: Proposal, held: str) -> Iterable[ProposedCommitment]:
    found = (s for s in proposal.statements if isinstance(s, ProposedCommitment))
    return (commitment for commitment in found if commitment.held == held)
