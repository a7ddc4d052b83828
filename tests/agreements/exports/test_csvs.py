"""CSV that every program reads alike and no spreadsheet carries out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports import csv_lines

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(lines: list[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(lines).decode(), newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=30))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    found = read(list(csv_lines(["a", "b"], rows)))
    assert found[0] == ["a", "b"]
    assert [[cell.removeprefix("'") for cell in row] for row in found[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_begins_as_a_formula_does(begin: str) -> None:
    (_, row) = read(list(csv_lines(["a"], [[f"{begin}HYPERLINK(1)"]])))
    assert row == [f"'{begin}HYPERLINK(1)"]


def test_numbers_truth_and_nothing_have_one_form() -> None:
    assert b"".join(csv_lines(["a", "b", "c", "d"], [[-1, True, False, None]])) == (
        b"a,b,c,d\r\n-1,true,false,\r\n"
    )


def test_it_comes_in_pieces() -> None:
    pieces = csv_lines(["a"], ([number] for number in range(100_000)))
    assert len(next(pieces)) < 10_000
