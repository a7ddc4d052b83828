"""Whatever editors do in whatever order: the record holds together, and undoing all restores it."""

from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils import timezone

from agreements import curation
from agreements.curation import CurationError, Verdict
from agreements.models import Agreement, Card, Decision, Draft, Evidence
from agreements.revision import Revision
from agreements.verification import verify
from tests import cast

pytestmark = pytest.mark.usefixtures("verified")
STEPS = 14


def state() -> tuple[object, ...]:
    """Everything that undoing is to restore."""
    fields = ("pk", "state", "head", "match", "deferred_until", "queued_at", "revised")
    part_gone = Q(split_from__isnull=False, state="superseded")
    drafts = Draft.objects.exclude(part_gone).order_by("pk").values_list(*fields)
    cards = Card.objects.filter(known_to=None).order_by("agreement")
    evidence = Evidence.objects.filter(known_to=None).aggregate(
        Count("milestone"), Count("term"), Count("commitment")
    )
    merged = Agreement.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    return [*drafts], [*cards.values_list("agreement", "row_json")], evidence, [*merged]


class Editors:
    """Two editors who do anything at all with what is there."""

    def __init__(self, seed: int, made_before: set[int]) -> None:
        self.made_before = made_before
        self.any = Random(seed)  # noqa: S311  no secret
        self.done = 0
        self.refusals: list[str] = []

    def act(self) -> None:
        deeds = (
            self.approve, self.reject, self.duplicate, self.join, self.defer, self.bring_back,
            self.send_back, self.split, self.merge, self.merge, self.undo, self.approve,
        )  # fmt: skip
        try:
            self.any.choice(deeds)()
        except CurationError as refusal:
            self.refusals.append(str(refusal))
        else:
            self.done += 1

    def editor(self) -> User:
        return self.any.choice((cast.olena, cast.tomasz))()

    def draft(self) -> Draft:
        return self.any.choice(list(Draft.objects.order_by("pk")))

    def agreement(self) -> Agreement:
        return self.any.choice(list(Agreement.objects.order_by("pk")))

    def approve(self) -> None:
        draft = self.draft()
        onto = self.any.choice((None, self.agreement(), self.agreement()))
        left_out = Revision.from_json(draft.revised).left_out
        curation.approve(draft.pk, self.editor(), Verdict(draft.version, onto, left_out))

    def reject(self) -> None:
        draft = self.draft()
        curation.reject(draft.pk, self.editor(), version=draft.version, reason="Read wrongly")

    def duplicate(self) -> None:
        draft, agreement = self.draft(), self.agreement()
        curation.duplicate_of_agreement(draft.pk, self.editor(), agreement, version=draft.version)

    def join(self) -> None:
        draft, other = self.draft(), self.draft()
        curation.duplicate_of_draft(draft.pk, self.editor(), other.pk, version=draft.version)

    def defer(self) -> None:
        draft, until = self.draft(), timezone.now() + timedelta(days=self.any.randint(0, 3))
        curation.defer(draft.pk, self.editor(), until, version=draft.version)

    def bring_back(self) -> None:
        draft = self.draft()
        curation.bring_back(draft.pk, self.editor(), version=draft.version)

    def send_back(self) -> None:
        draft = self.draft()
        curation.send_back(draft.pk, self.editor(), version=draft.version, reason="Look again")

    def split(self) -> None:
        draft = self.draft()
        places = self.any.sample(range(4), self.any.randint(1, 3))
        curation.split(draft.pk, self.editor(), places, version=draft.version)

    def merge(self) -> None:
        curation.merge_agreements(self.agreement(), self.agreement(), self.editor())

    def undo(self) -> None:
        since = [decision for decision in standing() if decision.pk not in self.made_before]
        if since:
            curation.undo(self.any.choice(since).pk, self.editor())


def standing() -> list[Decision]:
    return list(Decision.objects.filter(undone_by=None).exclude(verb="undo").order_by("-at"))


def scene() -> set[int]:
    """Three drafts and two agreements of one pair; returns the decisions that made the latter."""
    cast.agreement(cast.signed("2024-06").term("renewal", "yearly"))
    cast.agreement(cast.signed(title="Pact of Friends").commitment())
    cast.signed("2024").commitment().milestone("ratified", "2024-08-01").draft()
    cast.signed("2019-01-01", title="An old treaty").commitment("consultation").draft()
    cast.signed(title="Treaty").term("renewal", "never").commitment(held="excluded").draft()
    return {decision.pk for decision in standing()}


@pytest.mark.parametrize("seed", range(12))
def test_any_decisions_and_undos_leave_a_sound_record_that_undoing_restores(seed: int) -> None:
    made_before = scene()
    first, editors = state(), Editors(seed, made_before)
    for _ in range(STEPS):
        editors.act()
    assert editors.done
    assert all(refusal.endswith(".") for refusal in editors.refusals)
    assert verify().differences == []
    for decision in standing():
        is_left = not Decision.objects.filter(undoes=decision).exists()
        if is_left and decision.pk not in made_before:
            curation.undo(decision.pk, cast.olena())
    assert state() == first
