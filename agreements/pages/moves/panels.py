"""The panels beside approve and reject, and what has been done to a draft that waits still."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from agreements import curation
from agreements.curation.deferring import NO_DAY
from agreements.models import Decision, Draft
from agreements.pages.desk import DraftView
from agreements.pages.moves.form import VERBS
from agreements.pages.moves.targets import Target, find_targets, waiting
from agreements.proposal import Proposal
from agreements.revision import Revision

_NOTED: Final = (Decision.Verb.SEND_BACK, Decision.Verb.DEFER)


@dataclass(frozen=True, slots=True)
class Moves:
    """What the panels show: `open` names the one that was sent, `sent` what was typed in it.

    `back` is why the draft was sent back, `pause` why and until when it is put off (`is_endless`:
    until its text is published).
    """

    open: str
    sent: QueryDict
    words: str
    targets: Sequence[Target]
    pauses: Sequence[curation.Pause]
    values: Sequence[tuple[int, str, object]]
    chosen: Sequence[str]
    back: Decision | None
    pause: Decision | None
    is_endless: bool


def read_moves(draft: Draft, view: DraftView, sent: QueryDict) -> Moves:
    """Return what the panels of a draft show, as they were sent; three queries for a search.

    And one for what was noted on the draft, which is nothing before a decision.
    """
    words = sent.get("q", view.parties)
    noted = list(_noted(draft)) if draft.version > 1 else []
    back = next((d for d in noted if d.verb == Decision.Verb.SEND_BACK), None)
    is_later = draft.deferred_until is not None and draft.deferred_until > timezone.now()
    pause = next((d for d in noted if d.verb == Decision.Verb.DEFER), None)
    verbs = [verb for verb, _ in VERBS]
    named = sent.get("verdict", "")
    searched = "duplicate" if words != view.parties else ""
    return Moves(
        open=named if named in verbs else searched,
        sent=sent,
        words=words,
        targets=_targets(draft, view, words),
        pauses=list(curation.Pause),
        values=[(r.place, r.label, r.now) for _, rows in view.groups for r in rows if r.is_kept],
        chosen=sent.getlist("move"),
        back=back,
        pause=pause if is_later else None,
        is_endless=draft.deferred_until == NO_DAY,
    )


def _noted(draft: Draft) -> QuerySet[Decision]:
    return draft.decisions.filter(verb__in=_NOTED, undone_by=None).select_related("editor")


def search_words(words: str, parties: str) -> list[str]:
    """Return what is searched for beyond the parties, whose agreements are listed anyway."""
    known = set(re.findall(r"[\w-]+", parties.casefold()))
    return [word for word in re.findall(r"[\w-]+", words)[:12] if word.casefold() not in known]


def pair_of(draft: Draft) -> tuple[str, str]:
    """Return the parties of a draft as the last editor has left it."""
    revised = Revision.from_json(draft.revised).parties
    return revised or Proposal.from_json(draft.proposed).parties


def _targets(draft: Draft, view: DraftView, words: str) -> list[Target]:
    told = search_words(words, view.parties)
    if told:
        return find_targets(draft, pair_of(draft), told)
    held = [Target(c.key, c.title, c.signed) for c in view.candidates]
    return [*held, *waiting(view.of_pair)]
