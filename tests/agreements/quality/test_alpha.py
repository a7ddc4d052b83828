"""Against the examples that Krippendorff works through in "Computing Krippendorff's
Alpha-Reliability" (2011), and against agreement that is known beforehand."""

import pytest

from agreements.quality.alpha import Scale, alpha, measure

# C: twelve units, four observers, nine values missing.
FOUR_OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
# B: two observers and five names.
TWO_OBSERVERS = {"A": "a a b b d c c c e d d a", "B": "b a b b b c c c e d d d"}
# A: two observers, yes or no.
YES_OR_NO = {"A": "0 1 0 0 0 0 0 0 1 0", "B": "1 1 1 0 0 1 0 0 0 0"}


def triples(told: dict[str, str], *, as_numbers: bool = False) -> list[tuple[str, str, object]]:
    return [
        (observer, str(unit), int(value) if as_numbers else value)
        for observer, values in told.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]


@pytest.mark.parametrize(
    ("told", "published"), [(YES_OR_NO, 0.095), (TWO_OBSERVERS, 0.692), (FOUR_OBSERVERS, 0.743)]
)
def test_nominal_alpha_is_as_published(told: dict[str, str], published: float) -> None:
    assert measure(triples(told), Scale.NOMINAL) == pytest.approx(published, abs=0.0005)


def test_interval_alpha_is_as_published() -> None:
    found = measure(triples(FOUR_OBSERVERS, as_numbers=True), Scale.INTERVAL)
    assert found == pytest.approx(0.849, abs=0.0005)


def test_editors_who_always_agree_have_one_and_no_interval() -> None:
    found = alpha([[("approve", "approve")], [("reject", "reject")]] * 20, Scale.NOMINAL)
    assert (found.value, found.low) == (1.0, None)
    assert not found.needs_talk


def test_editors_who_throw_dice_have_about_none_and_need_a_talk() -> None:
    dice = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")]
    found = alpha([[pair] for pair in dice] * 25, Scale.NOMINAL)
    assert found.value == pytest.approx(0, abs=0.02)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    assert found.needs_talk


def test_the_interval_holds_the_value_and_narrows_with_more_pairs() -> None:
    told = [[("a", "a")]] * 6 + [[("b", "b")]] * 6 + [[("a", "b")]] * 3
    few, many = alpha(told * 2, Scale.NOMINAL), alpha(told * 20, Scale.NOMINAL)
    assert few.value is not None
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low


def test_few_pairs_tell_nothing() -> None:
    found = alpha([[("a", "b")], [("b", "b")]] * 9, Scale.NOMINAL)
    assert (found.pairs, found.value, found.is_too_few) == (18, None, True)


def test_one_value_only_tells_nothing() -> None:
    assert alpha([[("a", "a")]] * 50, Scale.NOMINAL).value is None


def test_drafts_without_anything_to_compare_do_not_count() -> None:
    assert alpha([[]] * 50, Scale.NOMINAL).pairs == 0


def test_sets_that_share_something_are_nearer_than_sets_that_share_nothing() -> None:
    one, two, three = frozenset({"a"}), frozenset({"a", "b"}), frozenset({"c"})
    same = [[(one, one)], [(two, two)], [(three, three)]] * 10
    near = alpha([*same, *[[(one, two)]] * 10], Scale.SETS)
    far = alpha([*same, *[[(one, three)]] * 10], Scale.SETS)
    assert near.value is not None
    assert far.value is not None
    assert far.value < near.value < 1
