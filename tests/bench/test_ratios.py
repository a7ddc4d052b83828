"""That `manage.py bench` compares the same answers, and judges what may be judged."""

import contextlib
import json
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench import goals, loading, report, rounds
from bench.cases import NAMES
from bench.goals import BadGoalError, Goal, Goals, Verdict
from bench.machine import Calibration, Calibrator, Speed
from bench.management.commands.bench import MISSED, UNEQUAL, UNSTABLE, Command
from bench.meter import Cost, Meter
from bench.parser import spacy_small
from bench.rounds import OWN, Anchor, Case, Measured, Ratio, Way
from bench.stage import Stage, UnequalError, same

STEADY = Calibration(Speed(0.1, 0.2), Speed(0.1, 0.2))


# Two tests use one made-up record: the first keeps it, the second drops it.
SMALL: Any = {"rows": 500, "rounds": 1}


def nothing() -> None:
    """Find two answers equal."""


def costs(*cpu: float) -> list[Cost]:
    return [Cost(each, 0.0, each) for each in cpu]


def ran(*missed: str) -> report.Run:
    """Return a run whose goals of these names were missed."""
    goal = Goal("sql", 2, is_cheaper=False, rows=0)
    besides = [
        report.Beside(name, name, Ratio(9, 9, 9), 1.0, goal, Verdict.MISSED) for name in missed
    ]
    return report.Run(1000, 1, STEADY, [report.Result("list", 1, 1, 0, 1, besides, [])])


@pytest.mark.django_db(transaction=True)
def test_the_whole_bench_finds_equal_answers(tmp_path: Path) -> None:
    said, written = StringIO(), tmp_path / "run.json"
    # What others do on this machine is not this test's to judge: it may be too unsteady.
    with contextlib.suppress(SystemExit):
        call_command("bench", **SMALL, keep=True, json=str(written), stdout=said, stderr=said)
    assert "UNEQUAL" not in said.getvalue()
    told = json.loads(written.read_text())
    named = {each["case"].partition(".")[0] for each in told["results"]}
    assert named == set(NAMES)
    assert (told["rows"], told["seed"]) == (500, 6)
    assert "list               cpu " in said.getvalue()
    lacking = 0 if spacy_small() else 2  # in `extract` and in `ingest`
    assert said.getvalue().count("skipped: not installed") == lacking


@pytest.mark.django_db(transaction=True)
def test_a_database_that_others_made_is_left_alone() -> None:
    name = f"atlas_ratios_{loading.VERSION}_700"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            with pytest.raises(CommandError, match="left alone"):
                call_command("bench", "list", rows=700, stderr=StringIO())
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            assert cursor.fetchone() is not None
        finally:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.django_db(transaction=True)
def test_unequal_answers_are_not_compared_and_nothing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cases(_: Stage) -> Iterator[Case]:
        yield Case("list", Way(OWN, [int]), [], lambda: same([1], [2], "list"))

    monkeypatch.setitem(NAMES, "list", cases)
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("bench", "list", "growth", **SMALL, stdout=said, stderr=said)
    assert left.value.code == UNEQUAL
    assert "UNEQUAL list, row 0: 1 and 2" in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'atlas_ratios%'")
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_what_reads_no_record_waits_for_no_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def cases(stage: Stage) -> Iterator[Case]:
        seen.append(stage.rows)
        yield Case("import", Way(OWN, [int]), [], nothing)

    monkeypatch.setitem(NAMES, "import", cases)
    monkeypatch.setattr(Calibrator, "measure", lambda _: Speed(0.1, 0.2))
    said = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("bench", "import", rows=700, rounds=1, stdout=said, stderr=said)
    assert seen == [700]
    assert "500 of 500 agreements" in said.getvalue()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"cases": ["lists"]}, "no case lists"),
        ({"rows": 10}, "500 rows"),
        ({"rounds": 0}, "one round"),
        ({"goals": "/nowhere.toml"}, "nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(
    wrong: dict[str, object], why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("bench", *wrong.pop("cases", []), **wrong)  # type: ignore[misc]


def test_a_missed_goal_fails_only_where_it_is_checked() -> None:
    said = StringIO()
    Command(stdout=said)._leave(ran("sql"), is_checked=False)
    assert "missed list: sql <=2.00" in said.getvalue()
    with pytest.raises(SystemExit) as left:
        Command(stdout=said)._leave(ran("sql"), is_checked=True)
    assert left.value.code == MISSED
    Command(stdout=said)._leave(ran(), is_checked=True)


def test_an_unsteady_machine_judges_nothing() -> None:
    run, said = ran("sql"), StringIO()
    run.calibration = Calibration(Speed(0.1, 0.2), Speed(0.1, 12.0))
    with pytest.raises(SystemExit) as left:
        Command(stdout=said)._leave(run, is_checked=True)
    assert left.value.code == UNSTABLE
    assert "drift 60.00: UNSTABLE" in said.getvalue()
    assert "missed" not in said.getvalue()


def test_a_machine_is_steady_when_both_speeds_stay() -> None:
    assert STEADY.is_stable
    assert not Calibration(Speed(0.1, 0.2), Speed(0.16, 0.2)).is_stable
    assert not Calibration(Speed(0.1, 1.1), Speed(0.1, 1.1)).is_stable
    assert Calibrator().measure().read_us > 0


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    found = rounds.ratio(costs(2, 3, 40), costs(1, 1, 10))
    assert found == Ratio(3, 2, 4)
    assert found.inverse == Ratio(1 / 3, 1 / 4, 1 / 2)
    alone = rounds.ratio([Cost(3, 1, 4)], [Cost(7, 2, 9)], postgres_alone=True)
    assert alone.median == 2


def test_all_ways_take_turns_and_the_first_round_only_warms_up() -> None:
    asked: list[str] = []
    own = Way(OWN, [lambda: asked.append("own")], times=2)
    other = Way("other", [lambda: asked.append("other")], share=0.5)
    anchors = [Anchor(other, "other", ""), Anchor(None, "absent", "")]
    measured = rounds.run(Case("list", own, anchors, nothing), 2, Meter(list))
    assert asked == ["own", "own", "other"] * 3
    assert {name: len(each) for name, each in measured.calls.items()} == {OWN: 4, "other": 2}
    assert [mean.cpu for mean in measured.rounds["other"]] == pytest.approx(
        [2 * call.cpu for call in measured.calls["other"]]
    )


@pytest.mark.parametrize(
    ("goal", "median", "verdict"),
    [
        (Goal("copy", 1.6, is_cheaper=False, rows=1000), 1.6, Verdict.REACHED),
        (Goal("copy", 1.6, is_cheaper=False, rows=1000), 1.83, Verdict.WITHIN),
        (Goal("copy", 1.6, is_cheaper=False, rows=1000), 1.85, Verdict.MISSED),
        (Goal("drf", 12, is_cheaper=True, rows=1000), 1 / 12.5, Verdict.REACHED),
        (Goal("drf", 12, is_cheaper=True, rows=1000), 1 / 10.5, Verdict.WITHIN),
        (Goal("drf", 12, is_cheaper=True, rows=1000), 1 / 10, Verdict.MISSED),
    ],
)
def test_a_goal_is_missed_beyond_the_tolerance(goal: Goal, median: float, verdict: Verdict) -> None:
    assert goal.judge(Ratio(median, 0, 99), rows=1000, tolerance=0.15) == verdict
    assert goal.judge(Ratio(median, 0, 99), rows=999, tolerance=0.15) == Verdict.NOT_JUDGED


def test_an_anchor_that_is_not_installed_is_no_pass() -> None:
    case = Case("list", Way(OWN, []), [Anchor(None, "datasette", "Datasette")], nothing)
    measured = Measured({OWN: costs(1)}, {OWN: costs(1)})
    found = report.result(case, measured, goals.read(), rows=100_000)
    assert "Datasette: skipped: not installed" in str(found)
    assert "ok" not in str(found)


def test_goals_are_read_by_case_and_by_kind_of_case() -> None:
    read = goals.read()
    assert str(read.of("list", "sql")) == "<=1.70"
    assert str(read.of("search.rare", "fts5")) == "<=2.00"
    assert read.of("search.rare", "nothing") is None
    assert read.most("search.rare", "request_p99_ms") == 50


@pytest.mark.parametrize(
    "written",
    [
        "tolerance = ",
        "rows = 1\n[goal]",
        "tolerance = 0.1\nrows = 1\n[goal.list]\nsql = { most = 1, cheaper = 2 }",
        "tolerance = 0.1\nrows = 1\n[goal.list]\nsql = { more = 1 }",
    ],
)
def test_goals_that_make_no_sense_are_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "goals.toml").write_text(written)
    with pytest.raises(BadGoalError):
        goals.read(tmp_path / "goals.toml")


def test_the_clock_on_the_wall_stands_in_where_the_kernel_tells_nothing(tmp_path: Path) -> None:
    meter = Meter(lambda: [1], tmp_path)
    assert not meter.is_exact
    cost = meter.measure(lambda: sum(range(1000)))
    assert cost.cpu == cost.wall > 0
    case = Case("list", Way(OWN, []), [], nothing)
    measured = Measured({OWN: [cost]}, {OWN: [cost]})
    assert "list               wall " in str(
        report.result(case, measured, Goals(0.1, {}, {}), rows=1, is_exact=False)
    )


def test_processor_time_of_a_backend_counts() -> None:
    meter = Meter(lambda: [os.getpid()])
    if meter.is_exact:  # Linux
        assert meter.measure(lambda: sum(range(300_000))).postgres > 0


def test_what_differs_is_named() -> None:
    same({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, "answer")
    with pytest.raises(UnequalError, match="answer, a, row 1, b: 2 and 3"):
        same({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "answer")
    with pytest.raises(UnequalError, match="1 and 2 rows"):
        same([1], [1, 2], "answer")
