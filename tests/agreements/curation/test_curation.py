import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from agreements import cards, curation, ledger
from agreements.curation import (
    AlreadyDecidedError,
    CurationError,
    StaleDraftError,
    Verdict,
    approving,
)
from agreements.models import (
    Agreement,
    Card,
    Commitment,
    Decision,
    Draft,
    Evidence,
    Milestone,
    RecordVersion,
    Statement,
    Term,
)
from agreements.proposal import Proposal, ProposedMilestone, ProposedTerm, Quote
from agreements.verification import verify
from tests import cast

RECORD: tuple[type[Model], ...] = (Agreement, Milestone, Commitment, Term, Evidence, Card, Decision)


@pytest.fixture(autouse=True)
def _verified(db: None) -> Iterator[None]:
    """Have the cast at hand, and the record hold together after every test."""
    cast.parties()
    yield
    connection.check_constraints()
    assert verify().differences == []


def state() -> tuple[object, ...]:
    """Everything that a decision may change."""
    drafts = Draft.objects.order_by("pk").values_list("pk", "state", "version", "match", "revised")
    counts = [model._default_manager.count() for model in RECORD]
    closed = [
        m.objects.exclude(known_to=None).count() for m in (Milestone, Commitment, Term, Evidence)
    ]
    return [*drafts], counts, closed, RecordVersion.objects.values_list("number").first()


def held(agreement: Agreement, model: type[Statement] = Milestone) -> list[Any]:
    rows = model._default_manager.filter(agreement=agreement, known_to=None).order_by("pk")
    return list(rows)


def undo(decision: Decision) -> Decision:
    return curation.undo(decision.pk, cast.tomasz())


def draft_state(draft: Draft) -> str:
    return Draft.objects.values_list("state", flat=True).get(pk=draft.pk)


def agreement_of(decision: Decision) -> Agreement:
    assert decision.agreement is not None
    return decision.agreement


# --- approve


def test_approval_publishes_a_new_agreement_with_its_quotes() -> None:
    draft = cast.signed().commitment().draft()
    decision = cast.approve(draft)
    agreement = agreement_of(decision)
    (card,) = cards.standing_on(date(2024, 12, 31))
    assert (card.agreement, card.title, card.status) == (
        agreement,
        "Treaty of Friendship",
        "signed",
    )
    assert Evidence.objects.filter(document=draft.document, decision=decision).count() == 3
    assert (decision.verb, decision.editor, decision.draft) == ("approve", cast.olena(), draft)
    draft.refresh_from_db()
    assert (draft.state, draft.match, draft.version) == ("approved", agreement, 2)


def test_approval_onto_a_match_adds_to_it_and_makes_no_other() -> None:
    agreement = cast.agreement()
    more = cast.Story(published=date(2024, 9, 2)).milestone("entered_into_force", "2024-09-01")
    decision = cast.approve(more.draft(), onto=agreement)
    assert decision.agreement == agreement
    assert Agreement.objects.count() == 1
    assert [m.kind for m in held(agreement)] == ["signed", "entered_into_force"]


def test_statements_left_out_are_not_published_and_are_noted() -> None:
    draft = cast.signed().commitment().commitment("consultation").draft()
    agreement = agreement_of(cast.approve(draft, left_out=[2, 0]))
    assert held(agreement, Term) == []
    assert [c.type_id for c in held(agreement, Commitment)] == ["consultation"]
    draft.refresh_from_db()
    assert draft.revised == {"left_out": [0, 2]}
    assert len(Proposal.from_json(draft.proposed).statements) == 4


def test_same_reading_a_second_time_changes_no_card() -> None:
    story = cast.signed()
    agreement = cast.agreement(story)
    again = cast.draft(cast.document(story.text), story.proposal(), ordinal=1)
    cast.approve(again, onto=agreement)
    assert Card.objects.count() == 1
    assert draft_state(again) == "approved"


def test_approval_onto_an_agreement_of_other_parties_is_refused() -> None:
    other = cast.agreement(cast.signed(parties=("DE", "PL")))
    draft = cast.signed().draft()
    before = state()
    with pytest.raises(CurationError, match="other parties"):
        cast.approve(draft, onto=other)
    assert state() == before


def test_parties_in_the_other_order_are_the_same_pair() -> None:
    agreement = cast.agreement(cast.signed(parties=("UA", "GB")))
    assert (agreement.first_party_id, agreement.second_party_id) == ("GB", "UA")
    cast.approve(cast.signed(parties=("UA", "GB")).draft(), onto=agreement)


@pytest.mark.parametrize(
    "story",
    [
        cast.Story().term("title", "Treaty"),
        cast.Story().milestone("signed", "2025-01-01", is_expected=True),
        cast.Story().milestone("amended", "2024-01-01"),
    ],
)
def test_what_says_nowhere_where_it_stands_is_refused(story: cast.Story) -> None:
    draft = story.draft()
    before = state()
    with pytest.raises(CurationError, match="where the agreement stands"):
        cast.approve(draft)
    assert state() == before


def test_amendment_of_an_agreement_that_stands_is_published() -> None:
    agreement = cast.agreement()
    cast.approve(cast.Story().milestone("amended", "2024-06-19").draft(), onto=agreement)
    assert len(held(agreement)) == 2


def proposal_with(statement: ProposedMilestone | ProposedTerm) -> tuple[cast.Story, Proposal]:
    story = cast.signed()
    return story, Proposal(("GB", "UA"), (*story.proposal().statements, statement))


SIGNED = Quote(0, 6, "Report")


@pytest.mark.parametrize(
    "wrong",
    [
        ProposedMilestone(kind="signed", date="13 June", sources=(SIGNED,)),
        ProposedMilestone(kind="dreamt", sources=(SIGNED,)),
        ProposedMilestone(kind="ratified", party="ZZ", sources=(SIGNED,)),
        ProposedMilestone(kind="ratified", sources=(Quote(0, 6, "report"),)),
        ProposedMilestone(kind="ratified"),
        ProposedTerm(name="duration_years", value="ten", sources=(SIGNED,)),
        ProposedTerm(name="a name beyond all limits", value="x", sources=(SIGNED,)),
    ],
)
def test_wrong_value_is_an_answer_to_the_editor_who_may_leave_it_out(
    wrong: ProposedMilestone | ProposedTerm,
) -> None:
    story, proposal = proposal_with(wrong)
    draft = cast.draft(cast.document(story.text), proposal)
    before = state()
    with pytest.raises(CurationError):
        cast.approve(draft)
    assert state() == before
    cast.approve(draft, left_out=[2])


@pytest.mark.parametrize("parties", [("GB", "ZZ"), ("ZZ", "GB"), ("GB", "GB")])
def test_wrong_parties_are_an_answer_to_the_editor(parties: tuple[str, str]) -> None:
    draft = cast.signed(parties=parties).draft()
    before = state()
    with pytest.raises(CurationError):
        cast.approve(draft)
    assert state() == before


def test_stale_version_is_refused_and_nothing_changes() -> None:
    draft = cast.signed().draft()
    before = state()
    with pytest.raises(StaleDraftError):
        curation.approve(draft.pk, cast.olena(), Verdict(version=0))
    with pytest.raises(StaleDraftError):
        curation.reject(draft.pk, cast.olena(), version=2, reason="Not bilateral")
    assert state() == before


def test_draft_that_is_not_there_is_an_answer() -> None:
    with pytest.raises(CurationError, match="no such draft"):
        curation.approve(10**9, cast.olena(), Verdict(version=1))


def test_second_decision_is_told_of_the_first() -> None:
    draft = cast.signed().draft()
    first = cast.approve(draft)
    deeds: list[Callable[[], Decision]] = [
        lambda: curation.approve(draft.pk, cast.tomasz(), Verdict(version=1)),
        lambda: curation.reject(draft.pk, cast.tomasz(), version=2, reason="Too late"),
    ]
    for decide in deeds:
        with pytest.raises(AlreadyDecidedError, match="olena has decided") as refusal:
            decide()
        assert refusal.value.decision == first


@pytest.mark.parametrize("step", ["merge", "carry_out", "rebuild"])
def test_nothing_is_half_done_when_a_step_fails(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = cast.agreement()
    draft = cast.signed("2024").commitment().draft()
    before = state()
    where = {"merge": approving, "carry_out": ledger, "rebuild": cards}[step]

    def fails(original: Callable[..., object]) -> Callable[..., object]:
        def failing(*args: object, **more: object) -> object:
            original(*args, **more)
            raise RuntimeError(step)

        return failing

    with monkeypatch.context() as patch:
        patch.setattr(where, step, fails(getattr(where, step)))
        with pytest.raises(RuntimeError):
            cast.approve(draft, onto=agreement)
    assert state() == before
    assert draft_state(draft) == "open"


# --- reject, lease


def test_rejection_closes_the_draft_with_its_reason() -> None:
    draft = cast.signed().draft()
    decision = curation.reject(draft.pk, cast.olena(), version=1, reason=" Not bilateral ")
    assert (decision.verb, decision.reason, draft_state(draft)) == (
        "reject",
        "Not bilateral",
        "rejected",
    )
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_rejection_needs_a_reason(reason: str) -> None:
    draft = cast.signed().draft()
    with pytest.raises(CurationError, match="Say why"):
        curation.reject(draft.pk, cast.olena(), version=1, reason=reason)
    assert draft_state(draft) == "open"


def test_lease_keeps_others_off_until_it_ends() -> None:
    draft = cast.signed().draft()
    assert curation.take_lease(draft, cast.olena())
    assert not curation.take_lease(draft, cast.tomasz())
    assert curation.take_lease(draft, cast.olena())
    Draft.objects.filter(pk=draft.pk).update(lease_until=timezone.now())
    assert curation.take_lease(draft, cast.tomasz())
    assert not curation.take_lease(draft, cast.olena())


# --- undo


def test_undone_approval_leaves_nothing_held_and_the_draft_open() -> None:
    draft = cast.signed().commitment().draft()
    decision = cast.approve(draft)
    agreement = agreement_of(decision)
    undone = undo(decision)
    assert (undone.verb, undone.undoes, undone.editor) == ("undo", decision, cast.tomasz())
    assert [held(agreement, model) for model in (Milestone, Commitment, Term)] == [[], [], []]
    assert not cards.standing_on(date(2030, 1, 1)).exists()
    draft.refresh_from_db()
    assert (draft.state, draft.match, draft.version) == ("open", None, 3)


def test_undone_rejection_opens_the_draft() -> None:
    draft = cast.signed().draft()
    undo(curation.reject(draft.pk, cast.olena(), version=1, reason="By mistake"))
    assert draft_state(draft) == "open"
    cast.approve(draft)


def test_undone_approval_onto_a_match_leaves_the_match_as_it_was() -> None:
    agreement = cast.agreement(cast.signed("2024"))
    before = Card.objects.get(known_to=None)
    more = cast.signed("2024-06-13").commitment().milestone("ratified", "2024-06-14")
    undo(cast.approve(more.draft(), onto=agreement))
    after = Card.objects.get(known_to=None)
    assert after.row_json == before.row_json
    assert [(m.kind, m.date) for m in held(agreement)] == [("signed", "2024")]
    assert Evidence.objects.filter(known_to=None).count() == 2


def test_decision_is_undone_once() -> None:
    decision = cast.approve(cast.signed().draft())
    undo(decision)
    with pytest.raises(CurationError, match="undone already"):
        undo(decision)


def test_undo_is_not_undone() -> None:
    undone = undo(cast.approve(cast.signed().draft()))
    with pytest.raises(CurationError, match="Only decisions on drafts"):
        undo(undone)


def test_draft_is_approved_again_after_an_undo() -> None:
    draft = cast.signed().draft()
    first = cast.approve(draft)
    undo(first)
    again = cast.approve(draft)
    assert agreement_of(again) != agreement_of(first)
    with pytest.raises(CurationError, match="undone already"):
        undo(first)
    undo(again)
    assert draft_state(draft) == "open"


def test_agreement_left_empty_by_an_undo_may_be_approved_onto_again() -> None:
    draft = cast.signed().draft()
    agreement = agreement_of(cast.approve(draft))
    undo(agreement.decisions.get(verb="approve"))
    cast.approve(draft, onto=agreement)
    assert Card.objects.get(known_to=None).agreement == agreement


LATER: list[tuple[str, cast.Story]] = [
    ("supports", cast.signed("2024-06-13", title="Another title").term("renewal", "yearly")),
    ("makes more exact", cast.Story().milestone("signed", "2024-06-13")),
    ("contests", cast.Story().milestone("signed", "2019-01-01")),
    ("contests a term", cast.Story().milestone("agreed", "2024-01-01").term("title", "X")),
    (
        "contests an exclusion",
        cast.Story().milestone("agreed", "2024-01-01").commitment(held="excluded"),
    ),
]


@pytest.mark.parametrize("later", [story for _, story in LATER], ids=[name for name, _ in LATER])
def test_what_a_later_decision_builds_on_is_undone_after_it(later: cast.Story) -> None:
    first = cast.approve(cast.signed("2024-06").commitment().draft())
    agreement = agreement_of(first)
    card = Card.objects.get(known_to=None).row_json
    second = cast.approve(later.draft(), onto=agreement)
    before = state()
    assert second.draft is not None
    text = re.escape(str(second.draft.document))
    with pytest.raises(CurationError, match=f"{text}.*builds on this one"):
        undo(first)
    assert state() == before
    undo(second)
    assert Card.objects.get(known_to=None).row_json == card
    undo(first)
    assert not Card.objects.filter(known_to=None).exists()


def test_support_that_a_later_decision_carried_along_is_undone_after_it() -> None:
    agreement = cast.agreement(cast.signed("2024-06"))
    support = cast.approve(cast.Story().milestone("signed", "2024").draft(), onto=agreement)
    exact = cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=agreement)
    with pytest.raises(CurationError, match="builds on this one"):
        undo(support)
    undo(exact)
    undo(support)
    (milestone,) = held(agreement)
    assert milestone.evidence.filter(known_to=None).count() == 1


def test_what_stood_contested_before_does_not_hold_up_an_undo() -> None:
    agreement = cast.agreement(cast.signed("2024-06"))
    cast.approve(cast.Story().milestone("signed", "2019").draft(), onto=agreement)
    exact = cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=agreement)
    undo(exact)
    assert [(m.date, m.rank) for m in held(agreement)] == [
        ("2019", "contested"),
        ("2024-06", "preferred"),
    ]


def test_chain_of_refinements_is_undone_backwards_and_made_again() -> None:
    drafts = [cast.signed(on).draft() for on in ("2024", "2024-06", "2024-06-13")]
    decisions = [cast.approve(drafts[0])]
    agreement = agreement_of(decisions[0])
    for _ in range(2):
        decisions += [cast.approve(draft, onto=agreement) for draft in drafts[1:]]
        assert [m.date for m in held(agreement)] == ["2024-06-13"]
        undo(decisions.pop())
        undo(decisions.pop())
        assert [m.date for m in held(agreement)] == ["2024"]
    undo(decisions.pop())
    assert held(agreement) == []


# --- two at once: real threads, real connections


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do these in a thread each, begun together; returns results and errors in their order."""
    results: list[object] = [None] * len(deeds)
    barrier = threading.Barrier(len(deeds))

    def run(place: int) -> None:
        try:
            barrier.wait(60)
            results[place] = deeds[place]()
        except CurationError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def winners(results: list[object]) -> list[Decision]:
    assert all(isinstance(r, Decision | CurationError) for r in results), results
    return [r for r in results if isinstance(r, Decision)]


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_wins_and_the_other_is_told() -> None:
    draft, olena, tomasz = cast.signed().draft(), cast.olena(), cast.tomasz()
    results = at_once(
        lambda: curation.approve(draft.pk, olena, Verdict(1)),
        lambda: curation.approve(draft.pk, tomasz, Verdict(1)),
        lambda: curation.reject(draft.pk, tomasz, version=1, reason="Not bilateral"),
    )
    (won,) = winners(results)
    lost = [r for r in results if isinstance(r, AlreadyDecidedError)]
    assert [r.decision for r in lost] == [won, won]
    assert Decision.objects.count() == 1
    assert Agreement.objects.count() == (won.verb == "approve")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_does() -> None:
    decision, olena, tomasz = cast.approve(cast.signed().draft()), cast.olena(), cast.tomasz()
    results = at_once(
        lambda: curation.undo(decision.pk, olena), lambda: curation.undo(decision.pk, tomasz)
    )
    assert len(winners(results)) == 1
    assert Decision.objects.filter(verb="undo").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_drafts_onto_one_agreement_at_once_are_one_signing_with_both_quotes() -> None:
    agreement = cast.agreement(cast.Story().milestone("agreed", "2024-01-01"))
    drafts, olena, tomasz = (
        [cast.signed().draft(), cast.signed().draft()],
        cast.olena(),
        cast.tomasz(),
    )
    Draft.objects.update(head=None)
    results = at_once(
        lambda: curation.approve(drafts[0].pk, olena, Verdict(1, agreement)),
        lambda: curation.approve(drafts[1].pk, tomasz, Verdict(1, agreement)),
    )
    assert len(winners(results)) == 2
    (_, signing) = held(agreement)
    assert signing.evidence.filter(known_to=None).count() == 2
    assert len({d.at for d in Decision.objects.all()}) == 3


@pytest.mark.django_db(transaction=True)
def test_undo_and_a_decision_that_builds_on_it_at_once_leave_a_sound_record() -> None:
    first = cast.approve(cast.signed("2024-06").draft())
    agreement, later = agreement_of(first), cast.signed("2024-06-13").draft()
    olena, tomasz = cast.olena(), cast.tomasz()
    results = at_once(
        lambda: curation.undo(first.pk, olena),
        lambda: curation.approve(later.pk, tomasz, Verdict(1, agreement)),
    )
    assert winners(results)
    assert [m.date for m in held(agreement)] == ["2024-06-13"]


@contextmanager
def slow_change() -> Iterator[Callable[[], None]]:
    """Have somebody else within a change of the record; what is yielded lets them finish."""
    began, ends = threading.Event(), threading.Event()

    def change() -> None:
        with ledger.entry(Decision(verb=Decision.Verb.LOAD)):
            began.set()
            ends.wait(60)
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    assert began.wait(60)

    def finish() -> None:
        ends.set()
        thread.join(60)

    try:
        yield finish
    finally:
        finish()


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_another_change_is_told_so() -> None:
    draft = cast.signed().draft()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with slow_change(), pytest.raises(CurationError, match="being changed just now"):
        cast.approve(draft)
    connection.close()  # and with it the short patience
    assert draft_state(draft) == "open"
    cast.approve(draft)


@pytest.mark.django_db(transaction=True)
def test_second_of_two_changes_comes_after_the_first_and_is_counted() -> None:
    cast.agreement()
    draft, olena = cast.signed().draft(), cast.olena()
    with slow_change() as finish:
        waiting = threading.Thread(
            target=lambda: at_once(lambda: curation.approve(draft.pk, olena, Verdict(1)))
        )
        waiting.start()
        while not _somebody_waits():
            time.sleep(0.01)
        let_go = timezone.now()
        finish()
        waiting.join(60)
    assert RecordVersion.objects.get().number == 3
    assert Decision.objects.get(draft=draft).at > let_go


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone() != (0,))
