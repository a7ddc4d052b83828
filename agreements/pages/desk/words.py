"""A proposal in words: its parties, what each of its values is called, what each says."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from agreements.models import Commitment, MilestoneKind, Strength, TermName
from agreements.pages.record import term_words
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
)

GROUPS: Final = (
    gettext_noop("Agreement"),
    gettext_noop("Commitments"),
    gettext_noop("Expressly excluded"),
)


def pair_words(proposal: Proposal, names: Mapping[str, str]) -> str:
    """Return the two parties' names with a dash between."""
    return " \N{EN DASH} ".join(names.get(code, code) for code in proposal.parties)


def short_labels(proposal: Proposal) -> list[str]:
    """Return what a proposal tells of in few words, each once; all commitments count as one."""
    labels = (
        gettext("Commitments")
        if isinstance(statement, ProposedCommitment)
        else label(statement, {})
        for statement in proposal.statements
    )
    return list(dict.fromkeys(labels))


def group(statement: ProposedStatement) -> str:
    """Return under which of `GROUPS` a value is shown."""
    if not isinstance(statement, ProposedCommitment):
        return GROUPS[0]
    return GROUPS[2] if statement.held == Commitment.Holding.EXCLUDED else GROUPS[1]


def label(statement: ProposedStatement, types: Mapping[str, str]) -> str:
    """Return what a value is called; `types` are the names of the commitment types."""
    if isinstance(statement, ProposedMilestone):
        name = str(MilestoneKind(statement.kind).label)
        return gettext("%s (expected)") % name if statement.is_expected else name
    if isinstance(statement, ProposedTerm):
        return str(TermName(statement.name).label)
    return types.get(statement.type, statement.type)


def value_words(statement: ProposedStatement, names: Mapping[str, str]) -> str:
    """Return what a value says, of a milestone all but its date."""
    if isinstance(statement, ProposedMilestone):
        party = names.get(statement.party or "", "")
        return ", ".join(part for part in (statement.place, party) if part)
    if isinstance(statement, ProposedTerm):
        return term_words({"name": statement.name, "value": statement.value})
    return " \N{MIDDLE DOT} ".join(part for part in _commitment_words(statement, names) if part)


def _commitment_words(statement: ProposedCommitment, names: Mapping[str, str]) -> Iterable[str]:
    yield str(Strength(statement.strength).label)
    if statement.direction == Commitment.Direction.MUTUAL:
        yield gettext("both to each other")
    elif statement.debtor and statement.creditor:
        yield gettext("%(debtor)s to %(creditor)s") % {
            "debtor": names.get(statement.debtor),
            "creditor": names.get(statement.creditor),
        }
    yield statement.condition
    if statement.amount is not None:
        amount = number_format(round(statement.amount), force_grouping=True)
        yield f"{statement.currency} {amount} {statement.period}".strip()
