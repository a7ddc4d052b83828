"""Jobs in any order of events, beside a small model of what they should be.

JOB_MACHINE_EXAMPLES=2000 asks for more runs of fifty steps than `make test` has time for.
"""

import os
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ingest import jobs, sweeper
from ingest.models import Article, Job

EXAMPLES: Final = int(os.environ.get("JOB_MACHINE_EXAMPLES", "30"))
LEASE: Final = timedelta(hours=1)
LONG_AGO: Final = timedelta(days=1)
# What the runs came to, so that none is taken for a proof that never came to it.
SEEN: Final[Counter[str]] = Counter()
ANY: Final = some.integers(0, 99)


@dataclass
class Kept:
    """What a job should be. `holder` is the token of the claim that holds the lease."""

    step: str
    state: str = "pending"
    attempts: int = 0
    holder: uuid.UUID | None = None
    has_ended: bool = False  # the lease
    is_due: bool = True
    is_unheard: bool = False
    results: int = 0

    @property
    def is_free(self) -> bool:
        open_one = self.state in {"pending", "running"}
        return open_one and self.is_due and (self.holder is None or self.has_ended)

    def let_go(self, state: str, **more: object) -> None:
        self.state, self.holder, self.has_ended = state, None, False
        for name, value in more.items():
            setattr(self, name, value)


class Jobs(RuleBasedStateMachine):
    """Workers, a broker that forgets and repeats, a sweeper and an editor."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[int, Kept] = {}
        self.bells: list[tuple[str, int]] = []
        self.claims: list[jobs.Claim] = []
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(sweeper, "waiting", lambda task: 0)
        self.patch.setattr(sweeper, "ring", self.ring)
        self.patch.setattr(jobs, "ring_on_commit", self.ring)
        for clock in ("_PATIENCE", "_FORGOTTEN"):
            self.patch.setattr(sweeper, clock, LEASE)
        self.patch.setattr(jobs, "_FIRST_PAUSE", LEASE)
        self.before = transaction.atomic()
        self.before.__enter__()

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            transaction.set_rollback(True)
            self.before.__exit__(None, None, None)
            self.patch.undo()

    def ring(self, step: str, numbers: list[int]) -> None:
        self.bells += [(step, number) for number in numbers]

    # What comes in, and what the broker does.

    @initialize()
    def begin(self) -> None:
        self.accept(origin="url", attempts=0)
        self.accept(origin="paste", attempts=4)

    @precondition(lambda self: len(self.kept) < 3)
    @rule(origin=some.sampled_from(("url", "paste")), attempts=some.sampled_from((0, 4)))
    def accept(self, origin: str, attempts: int) -> None:
        article = Article.objects.create(origin=origin, source_key=str(len(self.kept)))
        step = jobs.first_step(article)
        Job.objects.create(article=article, step=step, attempts=attempts, rung_at=timezone.now())
        self.kept[article.pk] = Kept(step, attempts=attempts)

    @precondition(lambda self: self.kept)
    @rule(which=ANY)
    def ring_for(self, which: int) -> None:
        """As whoever takes it in does, or a broker that repeats itself."""
        number = sorted(self.kept)[which % len(self.kept)]
        self.ring(self.kept[number].step, [number])

    @precondition(lambda self: self.bells)
    @rule(which=ANY)
    def forget(self, which: int) -> None:
        self.bells.pop(which % len(self.bells))

    # What workers do.

    @precondition(lambda self: self.bells)
    @rule(which=ANY)
    def hear(self, which: int) -> None:
        step, number = self.bells.pop(which % len(self.bells))
        kept = self.kept[number]
        claim = jobs.claim(number, Job.Step(step), LEASE)
        assert (claim is not None) == (kept.is_free and kept.step == step and kept.attempts < 5)
        if claim:
            self.claims.append(claim)
            kept.let_go("running", holder=claim.token, attempts=kept.attempts + 1)
            assert claim.attempts == kept.attempts

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def sleep_on(self, which: int) -> None:
        """One worker stands still beyond its lease, and another is rung for."""
        claim = self.claims[which % len(self.claims)]
        number = claim.article.pk
        if self.kept[number].holder == claim.token:
            Job.objects.filter(article=number).update(lease_until=timezone.now() - LONG_AGO)
            self.kept[number].has_ended = True
            self.bells.insert(0, (self.kept[number].step, number))
            self.hear(which=0)

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def crash(self, which: int) -> None:
        self.claims.pop(which % len(self.claims))

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def commit(self, which: int) -> None:
        claim, kept = self.taken(which)
        if not self.holds(claim, kept):
            return
        if kept.step == "fetch":
            jobs.advance(claim, Job.Step.READ, body=b"Text.")
            kept.let_go("pending", step="read", attempts=0, is_unheard=False)
        else:
            jobs.finish(claim, Article.State.READ, drafts_made=1)
            kept.let_go("done", results=kept.results + 1)
            SEEN["read"] += 1

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def refuse(self, which: int) -> None:
        claim, kept = self.taken(which)
        if self.holds(claim, kept):
            jobs.refuse(claim, "no_text", "There is no text.")
            kept.let_go("done")

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def fail(self, which: int) -> None:
        claim, kept = self.taken(which)
        if self.holds(claim, kept):
            jobs.put_off(claim, "timeout", "It did not answer.")
            last = kept.attempts == jobs.MAX_ATTEMPTS
            SEEN["given up"] += last
            kept.let_go("dead" if last else "pending", is_due=False, is_unheard=True)

    @precondition(lambda self: self.claims)
    @rule(which=ANY)
    def wait(self, which: int) -> None:
        claim, kept = self.taken(which)
        if self.holds(claim, kept):
            jobs.postpone(claim, LEASE, "The host wants a pause.")
            kept.let_go("pending", attempts=kept.attempts - 1, is_due=False, is_unheard=True)

    def taken(self, which: int) -> tuple[jobs.Claim, Kept]:
        claim = self.claims.pop(which % len(self.claims))
        return claim, self.kept[claim.article.pk]

    def holds(self, claim: jobs.Claim, kept: Kept) -> bool:
        """Tell whether the claim still holds the job; if not, see that it can change nothing."""
        if kept.holder == claim.token:
            return True
        SEEN["lease lost"] += 1
        with pytest.raises(jobs.LeaseLostError), transaction.atomic():
            jobs.finish(claim, Article.State.READ, drafts_made=1)
        return False

    # What time, the sweeper and editors do.

    @rule()
    def pass_time(self) -> None:
        past = timezone.now() - LONG_AGO
        Job.objects.update(next_at=past, rung_at=past)
        for kept in self.kept.values():
            kept.is_due = kept.is_unheard = True

    @precondition(lambda self: any(kept.holder for kept in self.kept.values()))
    @rule(which=ANY)
    def end_lease(self, which: int) -> None:
        leased = [number for number, kept in self.kept.items() if kept.holder]
        number = leased[which % len(leased)]
        Job.objects.filter(article=number).update(lease_until=timezone.now() - LONG_AGO)
        self.kept[number].has_ended = True

    @rule()
    def sweep(self) -> None:
        hopeless = [
            kept
            for kept in self.kept.values()
            if kept.state == "running" and kept.attempts >= jobs.MAX_ATTEMPTS and kept.has_ended
        ]
        assert jobs.bury_hopeless() == len(hopeless)
        for kept in hopeless:
            kept.let_go("dead")
            SEEN["buried"] += 1
        unheard = {n: kept for n, kept in self.kept.items() if kept.is_free and kept.is_unheard}
        before = Counter(self.bells)
        assert sweeper.sweep() == len(unheard)
        assert Counter(self.bells) - before == Counter((k.step, n) for n, k in unheard.items())
        for kept in unheard.values():
            kept.is_unheard = False

    @precondition(lambda self: self.kept)
    @rule(which=ANY)
    def retry(self, which: int) -> None:
        number = sorted(self.kept)[which % len(self.kept)]
        kept = self.kept[number]
        assert jobs.retry(number) == (kept.state == "dead")
        if kept.state == "dead":
            SEEN["retried"] += 1
            kept.let_go("pending", attempts=0, is_due=True, is_unheard=False)

    @precondition(lambda self: self.kept)
    @rule(which=ANY)
    def hand_in_again(self, which: int) -> None:
        number = sorted(self.kept)[which % len(self.kept)]
        article, kept = Article.objects.get(pk=number), self.kept[number]
        if article.state == Article.State.REFUSED:
            assert kept.state in {"done", "dead"}
            jobs.start_over(article)
            step = jobs.first_step(article)
            kept.let_go("pending", step=step, attempts=0, is_due=True, is_unheard=False)

    @invariant()
    def rows_are_as_in_the_model(self) -> None:
        rows = Job.objects.values_list("article", "step", "state", "attempts", "lease_token")
        kept = {(n, k.step, k.state, k.attempts, k.holder) for n, k in self.kept.items()}
        assert set(rows) == kept
        assert all(kept.results <= 1 for kept in self.kept.values())

    def settle(self) -> None:
        """See that all ends once nothing dies any more: nothing lost, nothing stuck."""
        self.claims.clear()
        for _ in Job.Step:
            self.pass_time()
            Job.objects.exclude(lease_until=None).update(lease_until=timezone.now() - LONG_AGO)
            for kept in self.kept.values():
                kept.has_ended = bool(kept.holder)
            self.sweep()
            while self.bells:
                self.hear(which=0)
                while self.claims:
                    self.commit(which=0)
        self.rows_are_as_in_the_model()
        assert {kept.state for kept in self.kept.values()} <= {"done", "dead"}
        read = Article.objects.filter(state=Article.State.READ, drafts_made=1)
        assert {a.pk for a in read} == {n for n, kept in self.kept.items() if kept.results}


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_no_job_is_lost_doubled_or_stuck() -> None:
    run_state_machine_as_test(
        Jobs,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
    assert min(SEEN[what] for what in ("lease lost", "buried", "given up", "retried", "read")) > 0
