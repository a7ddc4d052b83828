"""Four eyes: what is grave is published when a second editor, unaware of the first, says the same.

Where they differ both are shown: one may follow the other, or a third decides. Verdicts are kept as
`Opinion`; those that are not settled say where the draft stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation.risk import has_other_editor, risks
from agreements.models import Agreement, Decision, Draft, Opinion
from agreements.models.agreement import AgreementQuerySet
from agreements.said import Said
from agreements.verdicts import CurationError

FIRST, SECOND = Opinion.Purpose.FIRST, Opinion.Purpose.SECOND


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft that needs two editors stands, for one of them.

    `is_asked` tells whether it is this editor's turn. `sides` are the verdicts that differ, as far
    as this editor may see them: all, but none before having given one, or for a third.
    """

    is_asked: bool
    sides: Sequence[Opinion] = ()
    own: Opinion | None = None
    has_third: bool = False


def standing(draft: Draft, editor: User) -> Standing | None:
    """Return where a draft stands for this editor; None where it waits for no second.

    Three queries.
    """
    if draft.state != Draft.State.SECOND:
        return None
    opinions = unsettled(draft)
    is_asked = Draft.objects.filter(pk=draft.pk).asking(editor).exists()
    return Standing(
        is_asked=is_asked,
        sides=opinions if len(opinions) > 1 else (),
        own=next((o for o in opinions if o.editor == editor), None),
        has_third=_others_than(opinions).exists(),
    )


def unsettled(draft: Draft) -> list[Opinion]:
    """Return the verdicts that still count, the first one first."""
    counting = draft.opinions.filter(purpose__in=(FIRST, SECOND), settled_at=None)
    return list(counting.select_related("editor").order_by("said_at", "pk"))


def hold_back(
    draft: Draft, editor: User, said: Said, seconds: float | None, opinions: Sequence[Opinion]
) -> Decision | None:
    """Keep a verdict until another editor has been heard; None where it may be carried out.

    `opinions` are those on the draft that are `unsettled`.

    Raises:
        CurationError: the editor has had a say, and the others have not, or said otherwise.
    """
    if not opinions and not _is_grave(draft, said):
        return None
    others = [o for o in opinions if o.editor != editor]
    is_shared = any(_said(o).agrees_with(said) for o in others)
    if is_shared or not has_other_editor(editor):
        return None
    if len(others) < len(opinions):
        _refuse_own(draft, said, others)
        return None
    # Nobody has had a say yet, or one has and says otherwise; a third who has seen both decides.
    is_waiting = len(others) == 1 or (not others and _is_grave(draft, said))
    if not is_waiting:
        return None
    opinion = Opinion(
        draft=draft,
        purpose=SECOND if others else FIRST,
        editor=editor,
        verdict=said.to_json(),
        seconds=seconds,
    )
    return _keep(opinion, opinions)


def settle(decision: Decision, said: Said, opinions: Sequence[Opinion]) -> None:
    """Let no verdict count any more; the decision, not stored yet, names whose they were."""
    draft, editor = decision.draft, decision.editor
    if draft is None or editor is None or not opinions:
        return
    _settle(draft)
    sharing = [o for o in opinions if o.editor == editor or _said(o).agrees_with(said)]
    names = list(dict.fromkeys([*_names(sharing), editor.get_username()]))
    over = [name for name in _names(opinions) if name not in names]
    decision.before = (decision.before or {}) | {"opinions": _snapshot(opinions)}
    decision.after = (decision.after or {}) | {"editors": names} | ({"over": over} if over else {})


def pass_on(draft: Draft, editor: User, *, to_third: bool) -> Decision:
    """Stay with one's verdict: ask the other editor to confirm it, or a third to decide.

    Raises:
        CurationError: there is no difference to pass on, or no third editor.
    """
    opinions = unsettled(draft)
    own = [o for o in opinions if o.editor == editor]
    others = [o for o in opinions if o.editor != editor]
    if not own or not others:
        raise CurationError(
            gettext("There are no two verdicts that differ: look at the draft again.")
        )
    if to_third and not _others_than(opinions).exists():
        raise CurationError(
            gettext("There is no third editor: take the other's verdict, or keep yours.")
        )
    before = {"opinions": _snapshot(opinions)}
    for opinion in opinions:
        opinion.purpose = FIRST if to_third or opinion in own else SECOND
    Opinion.objects.bulk_update(opinions, ["purpose"])
    decision = Decision(
        verb=Decision.Verb.SECOND,
        editor=editor,
        draft=draft,
        before=before,
        after={"asks": "a third editor" if to_third else "the other editor"},
    )
    with ledger.entry(decision):
        return decision


def take_back(draft: Draft, decision: Decision) -> Draft.State:
    """Let those verdicts count again that did before a decision; return where the draft is then."""
    counted: Mapping[str, str] = (decision.before or {}).get("opinions", {})
    withdrawn = [o for o in unsettled(draft) if str(o.pk) not in counted]
    _settle(draft)
    for number, purpose in counted.items():
        Opinion.objects.filter(pk=int(number)).update(settled_at=None, purpose=purpose)
    if counted:
        draft.revised = None
        return Draft.State.SECOND
    for opinion in withdrawn:  # the editor goes on with what they had made of it
        draft.revised, draft.revised_by = _said(opinion).revision.to_json(), opinion.editor
    return Draft.State.OPEN


def verdict_of(draft: Draft, opinion_id: int) -> tuple[Said, Agreement | None]:
    """Return one of the verdicts that count, with the agreement that it goes onto.

    Raises:
        CurationError: it counts no more, or the agreement is there no more.
    """
    opinion = next((o for o in unsettled(draft) if o.pk == opinion_id), None)
    if opinion is None:
        raise CurationError(
            gettext("This verdict has been settled or undone: look at the draft again.")
        )
    said = _said(opinion)
    agreement = AgreementQuerySet(Agreement).with_key(said.agreement).first()
    if said.agreement and agreement is None:
        raise CurationError(
            gettext("There is no agreement %(agreement)s any more: decide anew.")
            % {"agreement": said.agreement}
        )
    return said, agreement


def _refuse_own(draft: Draft, said: Said, others: Sequence[Opinion]) -> None:
    if others:
        names = " and ".join(_names(others))
        raise CurationError(
            gettext(
                "You and %(names)s say different things of this draft: take theirs, keep "
                "yours, or let a third editor decide."
            )
            % {"names": names}
        )
    if _is_grave(draft, said):
        raise CurationError(
            gettext(
                "You have decided on this draft, and another editor is asked now: undo "
                "your decision to change it."
            )
        )


def _is_grave(draft: Draft, said: Said) -> bool:
    if said.proposal is None:
        return False
    return bool(risks(said.proposal, draft.document, Agreement.number(said.agreement)))


def _keep(opinion: Opinion, earlier: Sequence[Opinion]) -> Decision:
    opinion.said_at = timezone.now()
    opinion.save()
    draft = opinion.draft
    # The next editor starts from what the reader proposed, not from what this one made of it.
    draft.state, draft.revised, draft.revised_by = Draft.State.SECOND, None, None
    draft.save(update_fields=["state", "revised", "revised_by"])
    decision = Decision(
        verb=Decision.Verb.SECOND,
        editor=opinion.editor,
        draft=draft,
        before={"opinions": _snapshot(earlier)},
        after={"differs": opinion.purpose == SECOND},
        seconds=opinion.seconds,
    )
    with ledger.entry(decision):
        return decision


def _said(opinion: Opinion) -> Said:
    return Said.from_json(opinion.verdict or {})


def _settle(draft: Draft) -> None:
    counting = draft.opinions.filter(purpose__in=(FIRST, SECOND), settled_at=None)
    counting.update(settled_at=timezone.now())


def _snapshot(opinions: Sequence[Opinion]) -> dict[str, str]:
    return {str(opinion.pk): str(opinion.purpose) for opinion in opinions}


def _names(opinions: Sequence[Opinion]) -> list[str]:
    return [opinion.editor.get_username() for opinion in opinions if opinion.editor]


def _others_than(opinions: Sequence[Opinion]) -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(pk__in=[o.editor_id for o in opinions])
