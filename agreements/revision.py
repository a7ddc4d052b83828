"""The editor's layer over what a reader proposed: what is left out, said otherwise, added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    statement_from_json,
    statement_to_json,
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What an editor changes in a proposal, which itself stays as the machine made it.

    Places count from 0: first those of the proposal, then those of what was added. `changed` says
    what stands at a place of the proposal instead; `parties` None leaves the parties as they are.
    """

    left_out: frozenset[int] = frozenset()
    changed: Mapping[int, ProposedStatement] = field(default_factory=dict)
    added: tuple[ProposedStatement, ...] = ()
    parties: tuple[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether it leaves everything as proposed."""
        return not (self.left_out or self.changed or self.added or self.parties)

    def leaving_out(self, places: Iterable[int]) -> "Revision":
        """Return the same revision with exactly these places left out."""
        return replace(self, left_out=frozenset(places))

    def all_of(self, proposal: Proposal) -> Proposal:
        """Return the revised proposal with what is left out still in it, so that places count."""
        revised = (self.changed.get(place, s) for place, s in enumerate(proposal.statements))
        return replace(
            proposal,
            parties=self.parties or proposal.parties,
            statements=(*revised, *self.added),
        )

    def over(self, proposal: Proposal) -> Proposal:
        """Return the proposal as the editor has it: what approving it publishes."""
        return self.all_of(proposal).without(self.left_out)

    def kept(self, proposal: Proposal) -> list[int]:
        """Return the places of what `over` has, in its order."""
        places = range(len(proposal.statements) + len(self.added))
        return [place for place in places if place not in self.left_out]

    def saying(self, place: int, statement: ProposedStatement, proposal: Proposal) -> "Revision":
        """Return a revision with this at a place; a place behind the last one adds it."""
        first = len(proposal.statements)
        if place < first:
            changed = {**self.changed, place: statement}
            if statement == proposal.statements[place]:
                del changed[place]
            return replace(self, changed=changed)
        added = list(self.added)
        added[place - first : place - first + 1] = [statement]
        return replace(self, added=tuple(added))

    def putting_back(self, place: int, proposal: Proposal) -> "Revision":
        """Return a revision with the machine's value at a place; what was added there goes."""
        first = len(proposal.statements)
        if place < first:
            return replace(self, changed={p: s for p, s in self.changed.items() if p != place})
        added = tuple(s for p, s in enumerate(self.added, start=first) if p != place)
        moved = frozenset(p - (p > place) for p in self.left_out if p != place)
        return replace(self, added=added, left_out=moved)

    def between(self, parties: tuple[str, str], proposal: Proposal) -> "Revision":
        """Return a revision with these parties, who take each other's place in what is owed too."""
        old = self.parties or proposal.parties
        new = dict(zip(_aligned(old, parties), parties, strict=True))
        told = replace(self, parties=None if parties == proposal.parties else parties)
        for place, statement in enumerate(told.all_of(proposal).statements):
            told = told.saying(place, _with_parties(statement, new), proposal)
        return told

    def to_json(self) -> dict[str, Any] | None:
        """Return what `Draft.revised` stores; None for a revision that changes nothing."""
        if self.is_empty:
            return None
        stored: dict[str, Any] = {"left_out": sorted(self.left_out)}
        if self.changed:
            stored["changed"] = {str(p): statement_to_json(s) for p, s in self.changed.items()}
        if self.added:
            stored["added"] = [statement_to_json(s) for s in self.added]
        if self.parties:
            stored["parties"] = list(self.parties)
        return stored

    @staticmethod
    def from_json(stored: Mapping[str, Any] | None) -> "Revision":
        """Read what `Draft.revised` stores."""
        stored = stored or {}
        parties = stored.get("parties")
        return Revision(
            left_out=frozenset(stored.get("left_out", ())),
            changed={int(p): statement_from_json(s) for p, s in stored.get("changed", {}).items()},
            added=tuple(statement_from_json(s) for s in stored.get("added", ())),
            parties=(parties[0], parties[1]) if parties else None,
        )


def _aligned(old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
    """Return the old parties in the order in which those of them that stay are in the new ones."""
    is_turned = old[0] == new[1] or old[1] == new[0]
    return (old[1], old[0]) if is_turned else old


def _with_parties(statement: ProposedStatement, new: Mapping[str, str]) -> ProposedStatement:
    if isinstance(statement, ProposedMilestone) and statement.party:
        return replace(statement, party=new.get(statement.party, statement.party))
    if isinstance(statement, ProposedCommitment) and statement.debtor and statement.creditor:
        debtor, creditor = statement.debtor, statement.creditor
        return replace(
            statement, debtor=new.get(debtor, debtor), creditor=new.get(creditor, creditor)
        )
    return statement
