"""The pages and decisions that are measured, by someone who knows the record from inside."""

import random
import re
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.contrib.auth.models import User
from django.db import connection

from agreements.models import Agreement, CommitmentType, Draft, Party
from tests.bench.past import pages_of_the_past
from tests.bench.processor import Meter
from tests.bench.rounds import Decisions, Goal, Pages, Row, table
from tests.bench.visitor import Visitor

DECISION: Final = Goal(120, 300)
_AGREEMENT: Final = Goal(15, 40)
_FILTERED: Final = Goal(60, 150)
_MAP: Final = Goal(30, 80)
_MAP_FILTERED: Final = Goal(120, 300)
_SEARCH: Final = Goal(60, 200)
_WORDS: Final = ("harbour", "quarry amber", "military training", "memorandum", "winter eagle")


def editor() -> tuple[str, str]:
    """Make an editor for the bench; returns name and password."""
    password = secrets.token_urlsafe(16)
    User.objects.filter(username="bench").delete()
    User.objects.create_user("bench", password=password, is_staff=True)
    connection.close()
    return "bench", password


def measure(visitor: Visitor, meter: Meter, times: int, say: Callable[[str], object]) -> list[Row]:
    """Measure everything, as many times as told or a part of it, and say it as a table."""
    pages = Pages(visitor, meter)
    rows = list(_public_pages(pages, max(1, times // 6)))
    visitor.log_in(*editor())
    rows += _desk(pages, times, say)
    table(rows, say)
    return rows


def places() -> dict[str, str]:
    """Return the pages that a browser is to paint, by name."""
    number = Agreement.objects.order_by("pk").values_list("pk", flat=True)[:1].get()
    connection.close()
    return {
        "map": "/",
        "map of one country": "/?country=UA",
        "list": "/agreements?party=UA",
        "agreement": f"/agreements/A-{number}",
        "country": "/countries/UA",
        "commitments": "/commitments?party=UA",
    }


def _desk(pages: Pages, times: int, say: Callable[[str], object]) -> list[Row]:
    waiting = list(Draft.objects.waiting().order_by("?").values_list("pk", flat=True)[:1000])
    connection.close()
    rng = random.Random(1)  # noqa: S311  no secret
    some = max(1, times // 4)
    drafts = _any_of(rng, [f"/review/{pk}" for pk in waiting])
    rows = [
        pages.open("review queue", _same("/review"), some),
        pages.open("draft page", drafts, some),
    ]
    for decisions in (Decisions(some, by_script=False), Decisions(times, DECISION)):
        decisions.carry_out(pages.visitor, pages.meter, _first(pages.visitor))
        if decisions.refused:
            say(f"{decisions.refused} approvals were refused, and their drafts rejected.")
        rows += [row for row in decisions.rows.values() if row.tries]
    return rows


def _public_pages(pages: Pages, times: int) -> Iterator[Row]:
    rng = random.Random(2)  # noqa: S311  no secret
    parties = list(Party.objects.order_by("code").values_list("code", flat=True))
    types = list(CommitmentType.objects.values_list("code", flat=True))
    keys = [f"A-{pk}" for pk in Agreement.objects.order_by("?").values_list("pk", flat=True)[:1000]]
    connection.close()
    filtered = (
        f"/agreements?party={rng.choice(parties)}&commitment={rng.choice(types)}&status=in_force"
        for _ in count()
    )
    by_party = (f"/?party={rng.choice(parties)}&commitment={rng.choice(types)}" for _ in count())
    found = _any_of(rng, [f"/agreements?q={words.replace(' ', '+')}" for words in _WORDS])
    yield pages.open("map", _same("/"), times, _MAP)
    yield pages.open("map, two filters", by_party, times, _MAP_FILTERED)
    yield pages.open("list", _same("/agreements"), times)
    yield pages.open("list, three filters", filtered, times, _FILTERED)
    yield pages.open("list, search", found, times, _SEARCH)
    agreement = _any_of(rng, [f"/agreements/{key}" for key in keys])
    yield pages.open("agreement", agreement, 4 * times, _AGREEMENT)
    yield pages.open("country", _any_of(rng, [f"/countries/{code}" for code in parties]), times)
    tables = _any_of(rng, [f"/commitments?party={code}" for code in parties])
    yield pages.open("commitments", tables, times)
    yield pages.open("API, list of 50", _same("/api/v1/agreements"), times)
    yield from pages_of_the_past(pages, 2 * times, _WORDS)


def _first(visitor: Visitor) -> str:
    """Return the address of the draft that the queue begins with."""
    found = re.search(r'href="(/review/\d+)" data-act="open"', visitor.get("/review").body)
    if found is None:
        raise RuntimeError("no draft waits")
    return found.group(1)


def _same(path: str) -> Iterator[str]:
    while True:
        yield path


def _any_of(rng: random.Random, paths: list[str]) -> Iterator[str]:
    while True:
        yield rng.choice(paths)
