"""That the time of a step is counted once, for the innermost that is going on."""

import pytest

from bench.meter import Meter
from bench.steps import REST, Steps
from ingest import jobs


def work() -> int:
    return sum(range(200_000))


def test_a_step_within_another_is_counted_for_itself_alone() -> None:
    steps = Steps(Meter(list))
    steps.time(REST, lambda: (work(), steps.time("read", lambda: (work(), work()))))
    assert set(steps.ms) == {REST, "read"}
    assert all(ms > 0 for ms in steps.ms.values())
    assert sum(steps.shares().values()) == pytest.approx(100)


def test_a_step_that_fails_is_not_lost_to_the_one_around_it() -> None:
    steps = Steps(Meter(list))

    def failing() -> None:
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        steps.time("fetch", failing)
    assert steps.time(REST, lambda: 7) == 7


def test_the_product_is_timed_for_a_while_only() -> None:
    before = jobs.claim
    with Steps(Meter(list)).watching():
        assert jobs.claim is not before
    assert jobs.claim is before
