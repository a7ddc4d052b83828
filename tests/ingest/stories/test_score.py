"""How well stories are told apart, on pairs that nothing was tuned on."""

from collections import Counter

import pytest

from tests.ingest.stories.labelled import PARTS, pairs
from tests.stories_score import score


def test_copies_are_found_and_other_stories_left_alone_on_pairs_that_nothing_was_tuned_on() -> None:
    found = score("test")
    assert (found.same, found.other) == (104, 72)
    assert found.precision >= 0.99, found.wrong
    assert found.recall >= 0.95, found.wrong


@pytest.mark.parametrize("part", PARTS)
def test_each_pair_is_listed_once_with_a_reason(part: str) -> None:
    told = pairs(part)
    assert all(pair.why for pair in told)
    assert max(Counter(pair.names for pair in told).values()) == 1
    assert all(pair.names[0] != pair.names[1] for pair in told)


def test_both_parts_share_no_text() -> None:
    dev, test = ({name.split()[0] for p in pairs(part) for name in p.names} for part in PARTS)
    assert dev.isdisjoint(test)
