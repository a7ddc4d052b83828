from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.mentions import stamp


@pytest.mark.parametrize(
    "line",
    [
        "Posted On: 08 JUN 2022 12:05PM by PIB Delhi",
        "Published 8 June 2022",
        "June 8, 2022",
        "Wed 8 Jun 2022 at 11:02am",
        "Our Reporter | 08.06.2022 - Update : 09.06.2022",
        "2022-06-08 20:40",
        "Last updated: June 8, 2022 9:04 pm",
    ],
)
def test_a_line_with_the_day_of_publication_is_read(line: str) -> None:
    assert stamp.of(f"A headline\n\n{line}\n\nThe story begins.") == date(2022, 6, 8)


@pytest.mark.parametrize(
    "line",
    [
        "8 June 2022: the two ministers meet in Kigali for the first time",
        "The pact was signed on 8 June 2022.",
        "45 June 2022",
        "",
    ],
)
def test_a_line_that_tells_a_day_of_something_else_is_no_stamp(line: str) -> None:
    assert stamp.of(f"A headline\n\n{line}\n") is None


def test_the_stamp_counts_where_nothing_else_tells_the_day_of_publication() -> None:
    text = "Published 8 June 2022\n\nKenya and Fiji signed a defence pact on Tuesday."
    (stamped,) = read(text)
    assert stamped.signed is not None
    assert stamped.signed.value == "2022-06-07"
    (given,) = read(text, published=date(2022, 6, 15))
    assert given.signed is not None
    assert given.signed.value == "2022-06-14"
