"""A job's life: who may work on it, until when, and what it ends in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ingest import jobs
from ingest.models import Article, Job
from ingest.reception import Submission, receive
from tests.ingest.articles import hand_in

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def claimed(article: Article, step: Job.Step = Job.Step.READ) -> jobs.Claim:
    claim = jobs.claim(article.pk, step, LEASE)
    assert claim is not None
    return claim


def job_of(article: Article) -> Job:
    return Job.objects.select_related("article").get(article=article)


class TestClaim:
    def test_one_of_two_gets_it(self) -> None:
        article = hand_in().article
        assert claimed(article).attempts == 1
        assert jobs.claim(article.pk, Job.Step.READ, LEASE) is None

    def test_it_is_for_the_step_that_is_next(self) -> None:
        address = Submission(origin=Article.Origin.URL, url="https://news.example.org/pact")
        article = receive(address).article
        assert jobs.claim(article.pk, Job.Step.READ, LEASE) is None
        claimed(article, Job.Step.FETCH)

    def test_it_is_free_again_when_the_lease_has_ended(self) -> None:
        article = hand_in().article
        claimed(article)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert claimed(article).attempts == 2

    def test_nobody_gets_it_before_its_time_or_after_the_fifth_try(self) -> None:
        article = hand_in().article
        Job.objects.update(next_at=timezone.now() + timedelta(seconds=30))
        assert jobs.claim(article.pk, Job.Step.READ, LEASE) is None
        Job.objects.update(next_at=timezone.now(), attempts=5)
        assert jobs.claim(article.pk, Job.Step.READ, LEASE) is None


class TestLeaseLost:
    @pytest.fixture
    def late(self) -> jobs.Claim:
        """A claim whose lease has ended, and which somebody else has by now."""
        article = hand_in().article
        claim = claimed(article)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        claimed(article)
        return claim

    def test_whoever_lost_it_can_neither_finish_nor_put_off_nor_give_up(
        self, late: jobs.Claim
    ) -> None:
        last = jobs.Claim(late.article, late.token, jobs.MAX_ATTEMPTS, late.job_id)
        acts: tuple[Callable[[], None], ...] = (
            lambda: jobs.finish(late, Article.State.READ),
            lambda: jobs.advance(late, Job.Step.READ),
            lambda: jobs.refuse(late, "no_text", "No text."),
            lambda: jobs.put_off(late, "timeout", "Late."),
            lambda: jobs.put_off(last, "timeout", "Late."),
            lambda: jobs.postpone(late, LEASE, "Wait."),
        )
        for act in acts:
            with pytest.raises(jobs.LeaseLostError), transaction.atomic():
                act()
        job = job_of(late.article)
        assert (job.state, job.attempts) == (Job.State.RUNNING, 2)
        assert job.article.state == Article.State.WAITING


class TestPutOff:
    def test_the_pause_doubles_with_each_try(self) -> None:
        article = hand_in().article
        for seconds in (30, 60, 120, 240):
            Job.objects.update(next_at=timezone.now())
            jobs.put_off(claimed(article), "timeout", "It did not answer.")
            pause = job_of(article).next_at - timezone.now()
            assert timedelta(seconds=seconds - 25) < pause <= timedelta(seconds=seconds)
        assert job_of(article).last_error == "It did not answer."

    def test_waiting_without_a_try_costs_none(self) -> None:
        article = hand_in().article
        for _ in range(7):
            Job.objects.update(next_at=timezone.now())
            jobs.postpone(claimed(article), timedelta(hours=1), "The host asks for a pause.")
        job = job_of(article)
        assert (job.state, job.attempts) == (Job.State.PENDING, 0)
        assert job.next_at > timezone.now() + timedelta(minutes=59)

    def test_a_new_step_has_its_own_five_tries(self) -> None:
        address = Submission(origin=Article.Origin.URL, url="https://news.example.org/pact")
        article = receive(address).article
        Job.objects.update(attempts=4)
        jobs.advance(claimed(article, Job.Step.FETCH), Job.Step.READ, body=b"Text.")
        assert claimed(article).attempts == 1


def test_a_job_whose_workers_all_died_is_buried() -> None:
    article = hand_in().article
    Job.objects.update(attempts=4)
    claimed(article)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.bury_hopeless() == 1
    article.refresh_from_db()
    assert (article.state, article.refusal_code) == (Article.State.REFUSED, "worker_died")
    assert job_of(article).state == Job.State.DEAD
    assert jobs.bury_hopeless() == 0


def test_a_last_try_that_still_runs_is_not_buried() -> None:
    article = hand_in().article
    Job.objects.update(attempts=4)
    claimed(article)
    assert jobs.bury_hopeless() == 0


def test_what_was_refused_and_comes_in_again_starts_from_its_first_step() -> None:
    address = Submission(origin=Article.Origin.URL, url="https://news.example.org/pact")
    article = receive(address).article
    jobs.advance(claimed(article, Job.Step.FETCH), Job.Step.READ, body=b"Text.")
    jobs.refuse(claimed(article), "no_text", "There is no text on it.")
    assert receive(address).article.state == Article.State.WAITING
    job = job_of(article)
    assert (job.step, job.state, job.attempts) == (Job.Step.FETCH, Job.State.PENDING, 0)
    assert (job.article.state, job.article.refusal) == (Article.State.WAITING, "")
