"""What is read once in a change, and when it is read anew."""

from collections.abc import Iterator
from itertools import count

import pytest

from agreements import reading


@pytest.fixture
def numbers() -> Iterator[int]:
    return count()


def test_outside_of_a_change_everything_is_read_each_time(numbers: Iterator[int]) -> None:
    assert [reading.throughout("n", numbers.__next__) for _ in range(3)] == [0, 1, 2]
    reading.of_record()["n"] = 1
    assert reading.of_record() == {}


def test_in_a_change_it_is_read_once_and_in_the_next_one_anew(numbers: Iterator[int]) -> None:
    for change in range(2):
        with reading.reading_once() as is_outermost, reading.reading_once() as is_inner_outermost:
            assert (is_outermost, is_inner_outermost) == (True, False)
            assert {reading.throughout("n", numbers.__next__) for _ in range(3)} == {change}


def test_what_the_ledger_writes_leaves_the_codebook_as_it_was_read(numbers: Iterator[int]) -> None:
    with reading.reading_once():
        reading.throughout("n", numbers.__next__)
        reading.of_record()["held"] = "before"
        reading.forget()
        assert reading.of_record() == {}
        assert reading.throughout("n", numbers.__next__) == 0


def test_what_was_read_in_a_part_that_broke_off_is_read_anew(numbers: Iterator[int]) -> None:
    with reading.reading_once():
        with pytest.raises(RuntimeError):
            _read_and_break_off(numbers)
        assert reading.of_record() == {}
        assert reading.throughout("n", numbers.__next__) == 1


def _read_and_break_off(numbers: Iterator[int]) -> None:
    with reading.reading_once():
        reading.throughout("n", numbers.__next__)
        reading.of_record()["held"] = "of the part"
        raise RuntimeError
