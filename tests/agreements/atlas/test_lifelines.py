"""Agreements as bars over the years."""

import re
from datetime import date

from agreements.atlas.lifelines import Bar, Lifeline, draw_lifelines

DAY = date(2026, 11, 22)


def line(*bars: Bar, planned_end: date | None = None, name: str = "Poland") -> Lifeline:
    return Lifeline(name, f"{name}: <pact>", "/agreements/A-1001", bars, planned_end)


def drawn(*lines: Lifeline, day: date = DAY) -> str:
    return str(draw_lifelines(lines, day, day_name="today").marks)


def bars(marks: str) -> list[tuple[str, float, float]]:
    found = re.findall(r'life-line__bar--([\w-]+)" x="([\d.]+)"[^>]* width="([\d.]+)"', marks)
    return [(standing, float(x), float(width)) for standing, x, width in found]


def day_of(marks: str) -> float:
    found = re.search(r'life-line__day" d="M([\d.]+)', marks)
    assert found
    return float(found[1])


def test_a_bar_goes_on_to_the_day_and_no_farther() -> None:
    marks = drawn(
        line(
            Bar("signed", date(2020, 1, 1), date(2022, 1, 1)),
            Bar("in-force", date(2022, 1, 1), None),
        )
    )
    (signed, in_force) = bars(marks)
    assert signed[0] == "signed"
    assert abs(signed[1] + signed[2] - in_force[1]) < 0.2
    assert abs(in_force[1] + in_force[2] - day_of(marks)) < 0.2


def test_what_came_after_the_day_is_not_drawn() -> None:
    later = Bar("in-force", date(2024, 1, 1), None)
    marks = drawn(line(Bar("signed", date(2020, 1, 1), later.first), later), day=date(2023, 1, 1))
    assert [standing for standing, _, _ in bars(marks)] == ["signed"]


def test_an_end_is_a_cross_and_no_bar() -> None:
    marks = drawn(
        line(
            Bar("in-force", date(2010, 1, 1), date(2014, 4, 2)),
            Bar("ended", date(2014, 4, 2), None),
        )
    )
    assert len(bars(marks)) == 1
    assert marks.count("life-line__end") == 1


def test_what_began_long_ago_says_since_when() -> None:
    marks = drawn(line(Bar("in-force", date(1386, 5, 9), None)))
    assert "since 1386" in marks
    assert "life-line__start" not in marks


def test_a_planned_end_goes_on_thinly_and_far_ones_say_until_when() -> None:
    in_force = Bar("in-force", date(2024, 1, 1), None)
    near = drawn(line(in_force, planned_end=date(2034, 1, 1)))
    assert near.count("life-line__ahead") == 1
    assert "to 2034" not in near
    assert "to 2125" in drawn(line(in_force, planned_end=date(2125, 1, 16)))
    assert "life-line__ahead" not in drawn(line(in_force, planned_end=date(2025, 1, 1)))


def test_words_from_outside_are_escaped_and_long_names_cut() -> None:
    marks = drawn(line(Bar("in-force", date(2024, 1, 1), None), name="<b>" + "long " * 20))
    assert "<b>" not in marks
    assert "&lt;pact&gt;" in marks
    assert "…" in marks


def test_no_bar_is_drawn_for_nothing() -> None:
    assert bars(drawn(line())) == []
