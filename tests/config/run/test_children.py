"""Children that are looked after."""

import time

import pytest

from config.run.children import Child
from config.run.places import CannotRunError


class _Fake:
    """A child whose life the test decides."""

    def __init__(self) -> None:
        self.alive = self.healthy = True
        self.starts = self.stops = 0
        self.refuses = False

    def start(self) -> None:
        if self.refuses:
            raise CannotRunError("Sleepy ended while it started: no bed.")
        self.starts += 1
        self.alive = True

    def stop(self) -> None:
        self.stops += 1
        self.alive = False

    def child(self) -> Child:
        return Child(
            "Sleepy",
            start=self.start,
            stop=self.stop,
            is_alive=lambda: self.alive,
            is_healthy=lambda: self.healthy,
        )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_dead_child_is_started_again_after_pauses_that_double(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    fake = _Fake()
    child = fake.child()
    child.start()
    for pause in (1, 2, 4, 8, 16, 30, 30):
        fake.alive = False
        child.watch()
        assert f"Sleepy ended; starting it again in {pause} s." in capsys.readouterr().out
        clock[0] += pause - 0.1
        child.watch()
        assert not fake.alive
        clock[0] += 0.1
        child.watch()
        assert fake.alive
    clock[0] += 61
    fake.alive = False
    child.watch()
    assert "again in 1 s." in capsys.readouterr().out


def test_a_child_that_is_mute_three_times_is_stopped_and_started_again(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    fake = _Fake()
    child = fake.child()
    child.start()
    fake.healthy = False
    for _ in range(2):
        clock[0] += 11
        child.watch()
    assert fake.stops == 0
    clock[0] += 11
    child.watch()
    assert fake.stops == 1
    assert "Sleepy does not answer; starting it again in 1 s." in capsys.readouterr().out


def test_a_child_that_will_not_start_says_why_and_is_tried_again(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    fake = _Fake()
    child = fake.child()
    child.start()
    fake.alive, fake.refuses = False, True
    child.watch()
    clock[0] += 2
    child.watch()
    said = capsys.readouterr().out
    assert "no bed." in said
    assert "Sleepy did not start; starting it again in 2 s." in said
    fake.refuses = False
    clock[0] += 2
    child.watch()
    assert fake.starts == 2
