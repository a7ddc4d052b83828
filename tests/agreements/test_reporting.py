"""Reports of errors, and what limits them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from agreements import reporting
from agreements.models import Report
from agreements.reporting import Said, TooManyReportsError, take

pytestmark = pytest.mark.django_db
SAID = Said("The day is wrong.", "https://ledger.example/2", "a@b.example", "/agreements/A-1001")


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("olena")


def test_the_address_of_a_reader_is_not_kept() -> None:
    report = take(SAID, None, "192.0.2.7")
    assert "192.0.2.7" not in str(Report.objects.values().get())
    assert take(SAID, None, "192.0.2.7").sender == report.sender
    assert take(SAID, None, "192.0.2.8").sender != report.sender


def test_one_address_sends_five_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(reporting.MOST_AN_HOUR):
        take(SAID, None, "2001:db8::1")
    with pytest.raises(TooManyReportsError):
        take(SAID, None, "2001:db8::2")
    take(SAID, None, "2001:db8:1::1")
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    take(SAID, None, "2001:db8::1")


def test_all_addresses_together_send_so_many_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_A_DAY", 2)
    take(SAID, None, "192.0.2.1")
    take(SAID, None, "")
    with pytest.raises(TooManyReportsError):
        take(SAID, None, "192.0.2.3")


def test_a_report_is_done_once_and_can_wait_again(editor: User) -> None:
    number = take(SAID, None, "192.0.2.1").pk
    assert reporting.count_open() == 1
    assert reporting.settle(number, editor, outcome="Corrected")
    assert not reporting.settle(number, editor)
    assert reporting.count_open() == 0
    (done,) = reporting.page_of(is_done=True).reports
    assert (done.outcome, done.contact) == ("Corrected", "")
    assert reporting.reopen(number)
    assert not reporting.reopen(number)
    assert [r.pk for r in reporting.page_of(is_done=False).reports] == [number]


def test_reports_come_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "PAGE_SIZE", 2)
    numbers = [take(SAID, None, f"192.0.2.{n}").pk for n in range(3)]
    first = reporting.page_of(is_done=False)
    assert [r.pk for r in first.reports] == [numbers[2], numbers[1]]
    rest = reporting.page_of(is_done=False, before=first.older)
    assert ([r.pk for r in rest.reports], rest.older) == ([numbers[0]], None)


def test_a_report_that_says_nothing_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        Report.objects.create(what="", sender="x")
