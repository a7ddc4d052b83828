"""What is done to the product is decided by the seed alone."""

from chaos.faults import FAULTS, KILLS, OTHERS, QUICK
from chaos.profiles import FULL
from chaos.profiles import QUICK as QUICK_PROFILE
from chaos.suite import Asked, plan


def test_a_full_run_has_all_that_can_be_done_and_as_many_kills_as_asked_for() -> None:
    faults = plan(Asked(10_000, 20, 5, FULL, naive=False))
    assert set(faults) == set(FAULTS)
    assert sum(name in KILLS for name in faults) == 20
    assert sum(name in OTHERS for name in faults) == len(OTHERS)


def test_a_quick_run_kills_each_kind_of_process_once() -> None:
    assert sorted(plan(Asked(500, 6, 5, QUICK_PROFILE, naive=False))) == sorted(QUICK)


def test_the_same_seed_is_the_same_run_and_another_seed_another() -> None:
    plans = [plan(Asked(10_000, 20, seed, FULL, naive=False)) for seed in (5, 5, 6)]
    assert plans[0] == plans[1] != plans[2]
