"""That the bench still finds its way through the pages; how fast they are is `make bench`'s."""

import os
from contextlib import closing

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from agreements.models import Decision
from tests.bench import measuring
from tests.bench.painting import watch
from tests.bench.processor import Meter
from tests.bench.rounds import Goal, Row, percentile
from tests.bench.visitor import Visitor, forms
from tests.record import load_record


@pytest.mark.django_db(transaction=True)
def test_the_bench_opens_every_page_and_decides_drafts(live_server: LiveServer) -> None:
    load_record()
    call_command("seed_scale", agreements=60, drafts=20, verbosity=0)
    said: list[str] = []
    where = live_server.thread
    with closing(Visitor(where.host, where.port)) as visitor:
        rows = measuring.measure(visitor, Meter([os.getpid()]), 4, said.append)
    decided = next(row for row in rows if row.name == "decision + next page")
    assert len(decided.tries) == 4
    # Those that warm up are decided as well; texts that tell the same go with them.
    decisions = Decision.objects.filter(editor__username="bench")
    assert decisions.exclude(after__has_key="with").count() == 10
    assert "decision + next page" in "\n".join(said)
    assert "refused" not in "\n".join(said)


def test_the_bench_sees_when_a_page_is_painted(
    transactional_db: None, browser: Browser, live_server: LiveServer
) -> None:
    load_record()
    places = measuring.places()
    wide, narrow = watch(browser, live_server.url, {"list": places["list"]}, 1)
    assert (wide.name, wide.width, narrow.width) == ("list", 1440, 390)
    assert min(wide.tries + narrow.tries) > 0
    assert min(wide.moved) >= 0


def test_a_percentile_is_one_of_the_tries() -> None:
    tries = [float(n) for n in range(200, 0, -1)]
    assert (percentile(tries, 50), percentile(tries, 99)) == (100, 198)
    assert percentile([7.0], 99) == 7


def test_a_goal_is_missed_by_either_figure() -> None:
    tries = [10.0] * 98 + [50.0] * 2
    assert Row("page", Goal(10, 50), tries).is_met
    assert not Row("page", Goal(10, 49), tries).is_met
    assert not Row("page", Goal(9, 50), tries).is_met


def test_a_form_is_sent_as_a_browser_would() -> None:
    page = """<form id="f" action="/do"><input name="a" value="1"><input type="checkbox" name="b"
        value="2" checked><input type="checkbox" name="b" value="3"><input type="radio" name="c"
        value="x"><button name="verdict" value="approve">Go</button></form>
        <input form="f" type="hidden" name="d" value="4"><input name="outside" value="5">"""
    (form,) = forms(page)
    assert form.action == "/do"
    assert form.fields == [("a", "1"), ("b", "2"), ("d", "4")]
    assert form.choices == [("c", "x"), ("verdict", "approve")]
    assert form.filled(a="9") == [("b", "2"), ("d", "4"), ("a", "9")]


def test_a_goal_may_be_of_any_share() -> None:
    tries = [10.0] * 96 + [900.0] * 4
    assert Row("page", Goal(p95=500), tries).is_met
    assert not Row("page", Goal(p95=9), tries).is_met
    assert str(Goal(p95=500)) == "p95 500"
    assert str(Goal(15, 40)) == "p50 15, p99 40"
