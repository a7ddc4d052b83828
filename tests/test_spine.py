"""From an article to the map, in a real browser with a real worker: what a newcomer does first."""

import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from agreements.models import Card, Draft
from agreements.verification import verify
from config.run.places import ROOT
from tests.record import load_record

_SAMPLES: Final = ROOT / "tests" / "samples" / "paste"
_SEEDS: Final = ROOT.parent / "shared" / "corpus" / "dev"
_READING: Final = 120_000  # milliseconds for a worker, and for the page that asks now and then
_PASSWORD: Final = "correct-horse-battery"  # noqa: S105  of these tests alone

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """An article and what is known about it, as in the corpus."""

    text: str
    title: str
    publisher: str
    published: str

    @staticmethod
    def read(path: Path) -> "Sample":
        """Read NAME.txt and the NAME.meta.json beside it."""
        meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        told = (meta.get("title"), meta.get("outlet"), meta.get("published"))
        return Sample(path.read_text(encoding="utf-8"), *(value or "" for value in told))


@pytest.fixture
def page(browser_page: Page) -> Page:
    """A signed-in editor's page, over the reference data."""
    load_record()
    User.objects.create_user("olena", password=_PASSWORD)
    browser_page.goto("/review")
    browser_page.get_by_label("Name", exact=True).fill("olena")
    browser_page.get_by_label("Password").fill(_PASSWORD)
    browser_page.get_by_role("button", name="Sign in").click()
    expect(browser_page.get_by_role("heading", name="Review", level=1)).to_be_visible()
    return browser_page


def test_every_style_sheet_comes_whole(page: Page) -> None:
    page.goto("/")
    sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length)")
    assert len(sheets) > 5
    assert all(sheets)


@pytest.mark.usefixtures("lasting_worker")
def test_an_article_becomes_an_agreement_on_the_map_in_the_list_and_in_the_api(page: Page) -> None:
    page.goto("/")
    before = _on_the_map(page, "Estonia")
    paste(page, Sample.read(_SAMPLES / "estonia-japan-pact.txt"))
    expect(page.get_by_role("status")).to_contain_text("1 draft found", timeout=_READING)
    page.get_by_role("link", name="Review it").click()
    page.get_by_role("link", name="Estonia").click()
    marks = page.locator("#article mark")
    expect(marks.filter(has_text="on Wednesday").first).to_be_visible()
    expect(page.locator("#draft")).to_contain_text("7 October 2026")
    page.get_by_role("button", name="Approve and next").click()
    strip = page.locator("[data-strip]").get_by_role("status")
    expect(strip).to_contain_text(re.compile(r"A-\d+"))
    key = re.search(r"A-\d+", strip.inner_text())
    assert key is not None

    page.goto("/agreements?party=EE&party=JP&status=signed")
    row = page.locator("main li", has_text="Estonia").filter(has_text="Japan").last
    expect(row).to_contain_text("2026-10-07")
    row.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"/agreements/{key[0]}$"))
    expect(page.locator("main")).to_contain_text("does not oblige Japan to send troops")
    expect(page.get_by_role("region", name="What it expressly does not hold")).to_contain_text(
        "Force presence"
    )

    page.goto("/?status=agreed&status=signed&status=ratified&status=in_force")
    assert _on_the_map(page, "Estonia") == before + 1

    answer = page.request.get(f"/api/v1/agreements/{key[0]}").json()
    assert (answer["status"], answer["signed"]) == ("signed", "2026-10-07")
    assert answer["duration_years"] == 10
    listed = page.request.get("/api/v1/agreements?all_of=EE,JP").json()["results"]
    assert [row["key"] for row in listed] == [key[0]]
    assert verify().differences == []


@pytest.mark.usefixtures("lasting_worker")
def test_an_article_without_an_agreement_says_so_and_makes_no_draft(page: Page) -> None:
    paste(page, Sample.read(_SAMPLES / "nothing-found.txt"))
    expect(page.get_by_role("status")).to_contain_text("Nothing found", timeout=_READING)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Paste a text"),
        ("   \n ", "Paste a text"),
        ("a" * 3_000_000, "3.0 MB"),
    ],
)
def test_a_paste_that_cannot_be_read_is_answered_at_the_field(
    page: Page, text: str, told: str
) -> None:
    paste(page, Sample(text, "", "", ""))
    expect(page.locator("#text-error")).to_contain_text(told)


def test_a_private_address_is_refused_at_the_field(page: Page) -> None:
    page.goto("/review/ingest")
    page.get_by_label("Address of the page").fill("http://127.0.0.1/pact")
    page.get_by_role("button", name="Take in").click()
    expect(page.locator("#url-error")).to_contain_text("private")


@pytest.mark.usefixtures("lasting_worker")
def test_the_five_seed_articles_become_drafts_that_can_be_approved_and_undone(page: Page) -> None:
    paths = sorted(_SEEDS.glob("seed-*.txt"))
    if not paths:
        warnings.warn("../shared/corpus is not there: walked with our own sample", stacklevel=1)
        paths = [_SAMPLES / "estonia-japan-pact.txt"]
    handed_in = []
    for path in paths:
        paste(page, Sample.read(path))
        expect(page).to_have_url(re.compile(r"/review/articles/\d+$"))
        handed_in.append(page.url)
    for address in handed_in:
        page.goto(address)
        expect(page.get_by_role("status")).to_contain_text("found in it", timeout=_READING)
    waiting = Draft.objects.filter(state=Draft.State.OPEN)
    assert waiting.count() >= len(paths)
    for _ in range(waiting.count()):  # texts that tell the same are decided together
        draft = Draft.objects.waiting().first()
        if draft is None:
            break
        page.goto(f"/review/{draft.pk}")
        for choice in page.locator('[data-act="keep"]').all():  # it contradicts the record
            choice.click()
        page.get_by_role("button", name="Approve and next").click()
        expect(page).not_to_have_url(re.compile(f"/review/{draft.pk}$"))
    page.goto("/review")
    expect(page.locator("main")).to_contain_text("Nothing")
    assert not waiting.exists()
    assert verify().differences == []

    held = Card.objects.filter(known_to=None).count()
    page.goto("/review/decided")
    page.get_by_role("button", name="Undo").first.click()
    expect(page).to_have_url(re.compile(r"/review/\d+$"))
    assert waiting.count() == 1
    assert Card.objects.filter(known_to=None).count() in (held, held - 1)
    assert verify().differences == []


def paste(page: Page, sample: Sample) -> None:
    """Hand in an article as an editor does."""
    page.goto("/review/ingest")
    page.get_by_label("Text", exact=True).fill(sample.text)
    page.get_by_label("Title").fill(sample.title)
    page.get_by_label("Publisher").fill(sample.publisher)
    if sample.published:
        page.get_by_label("Published on").fill(sample.published)
    page.get_by_role("button", name="Take in").click()


def _on_the_map(page: Page, country: str) -> int:
    """Return the number of agreements that the map's label of a country tells."""
    label = page.locator(f"svg a[aria-label^='{country}:']").first.get_attribute("aria-label")
    return int(re.sub(r"\D", "", label or "0") or 0)
