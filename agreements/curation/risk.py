"""What is too grave for one editor: the rules of four eyes; a house may switch each off."""

from collections.abc import Callable, Sequence
from typing import Final, TypeGuard

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from agreements import codebook
from agreements.edtf import EdtfError
from agreements.folding import holdings
from agreements.joining import effects
from agreements.merging import Effect
from agreements.models import (
    Commitment,
    Document,
    MilestoneKind,
    Strength,
    TermName,
)
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
)

_ENDS: Final = (
    MilestoneKind.SUSPENDED,
    MilestoneKind.DENOUNCED,
    MilestoneKind.TERMINATED,
    MilestoneKind.EXPIRED,
)


def has_other_editor(editor: User) -> bool:
    """Tell whether the house has a second editor at all."""
    return User.objects.filter(is_active=True).exclude(pk=editor.pk).exists()


def risks(proposal: Proposal, document: Document, agreement: int | None) -> list[str]:
    """Return in words why publishing this needs two editors; empty where one is enough.

    `agreement` is the number of the one that it goes onto, None for a new one.

    What the record holds already, and would only gain a source, is no risk. No query where all
    rules are off, one for a new agreement, nine more for one that exists.
    """
    rules = [rule for name, rule in _RULES.items() if settings.FOUR_EYES_RULES.get(name)]
    if not rules:
        return []
    foreseen = _effects(proposal, document, agreement)
    fresh = [
        (statement, effect)
        for statement, effect in zip(proposal.statements, foreseen, strict=True)
        if effect != Effect.SUPPORTS
    ]
    groups = codebook.commitment_groups()
    known = frozenset(code for code, group in groups.items() if group == "guarantee")
    return [words for words, is_met in rules if any(is_met(s, e, known) for s, e in fresh)]


def _effects(proposal: Proposal, document: Document, agreement: int | None) -> Sequence[Effect]:
    if agreement is None:
        return [Effect.ADDS] * len(proposal.statements)
    (held,) = holdings([agreement])
    try:
        return effects(held, proposal, document, timezone.now().date())
    except EdtfError:  # refused for that elsewhere
        return [Effect.ADDS] * len(proposal.statements)


def _defends(statement: ProposedStatement, _effect: Effect, _types: frozenset[str]) -> bool:
    return _is_made(statement) and statement.type == "mutual_defence"


def _binds(statement: ProposedStatement, _effect: Effect, _types: frozenset[str]) -> bool:
    if not isinstance(statement, ProposedTerm):
        return False
    return (statement.name, statement.value) == (TermName.LEGALLY_BINDING, "true")


def _guarantees(statement: ProposedStatement, _effect: Effect, types: frozenset[str]) -> bool:
    if not _is_made(statement):
        return False
    return statement.strength == Strength.DUTY and statement.type in types


def _ends(statement: ProposedStatement, _effect: Effect, _types: frozenset[str]) -> bool:
    if not isinstance(statement, ProposedMilestone):
        return False
    return not statement.is_expected and statement.kind in _ENDS


def _contradicts(statement: ProposedStatement, effect: Effect, _types: frozenset[str]) -> bool:
    # News gives one agreement many names.
    return effect == Effect.CONTESTS and getattr(statement, "name", "") != TermName.TITLE


def _is_made(statement: ProposedStatement) -> TypeGuard[ProposedCommitment]:
    if not isinstance(statement, ProposedCommitment):
        return False
    return statement.held == Commitment.Holding.MADE


_Rule = Callable[[ProposedStatement, Effect, frozenset[str]], bool]
# By the names that the setting has for them.
_RULES: Final[dict[str, tuple[str, _Rule]]] = {
    "mutual_defence": ("promises mutual defence", _defends),
    "binding": ("says that the agreement is legally binding", _binds),
    "guarantee_duty": ("makes a security guarantee a binding duty", _guarantees),
    "ending": ("ends or suspends an agreement", _ends),
    "contradiction": ("contradicts the record", _contradicts),
}
