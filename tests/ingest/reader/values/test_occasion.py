from datetime import date

import pytest

from ingest.reader import read


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("On Thursday evening Oslo's mayor gave a dinner for both ministers.", "2024-06-13"),
        ("Rain kept the crowds away from the palace on Wednesday.", "2024-06-12"),
        ("Rain kept the crowds away on Wednesday. On Thursday the sun shone.", None),
        ("The ministry said on Thursday that the text would be published.", None),
        ("The parliament is to debate it on Thursday.", None),
        ("Chile also signed a tax treaty with Peru on Wednesday.", None),
        ("Rain kept the crowds away from the palace on Monday.", None),
    ],
)
def test_news_is_of_the_one_day_that_its_story_names(more: str, day: str | None) -> None:
    told = "Norway and Chile have signed a defence pact in Oslo. It runs for five years."
    first = read(f"{told} {more}", published=date(2024, 6, 13))[0]
    assert (first.signed.value if first.signed else None) == day


def test_the_day_of_the_news_is_not_that_of_an_old_pact() -> None:
    told = "Voters in Norway went to the polls on Thursday. "
    old = "Norway also has a defence pact with Chile that was signed years ago."
    found = read(told * 7 + old, published=date(2024, 6, 13))
    assert [one.signed for one in found] == [None]
