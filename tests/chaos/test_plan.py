"""What is done to the product is decided by the seed alone."""

from chaos.faults import ALONE, FAULTS, KILLS, OTHERS, QUICK
from chaos.profiles import FULL
from chaos.profiles import QUICK as QUICK_PROFILE
from chaos.suite import Asked, plan


def test_a_full_run_has_all_that_can_be_done_and_as_many_kills_as_asked_for() -> None:
    faults = plan(Asked(10_000, 20, 5, FULL, naive=False))
    assert set(faults) == set(FAULTS) - set(ALONE)
    assert sum(name in KILLS for name in faults) == 20
    assert sum(name in OTHERS for name in faults) == len(OTHERS)


def test_a_quick_run_kills_each_kind_of_process_once() -> None:
    assert sorted(plan(Asked(500, 6, 5, QUICK_PROFILE, naive=False))) == sorted(QUICK)


def test_the_same_seed_is_the_same_run_and_another_seed_another() -> None:
    plans = [plan(Asked(10_000, 20, seed, FULL, naive=False)) for seed in (5, 5, 6)]
    assert plans[0] == plans[1] != plans[2]


def test_a_run_of_some_faults_alone_has_each_of_them_once() -> None:
    faults = plan(Asked(100, 20, 5, FULL, naive=False, only=("F-11", "F-23")))
    assert [name.partition(" ")[0] for name in faults] == ["F-11", "F-23", "F-23"]
