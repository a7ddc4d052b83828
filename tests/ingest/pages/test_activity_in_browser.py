"""The machine room at work in a browser: live while it is looked at, wide and narrow."""

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from ingest import pipeline
from ingest.models import Article, Job
from tests.access import broken_rules
from tests.ingest.articles import NOTHING, hand_in

WORD = "a long enough word"
_HIDE = """hidden => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_figures_renew_themselves_unless_nobody_looks(
    browser_page: Page, width: int, scheme: str
) -> None:
    User.objects.create_user("olena", password=WORD)
    page = browser_page
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    numbers = [hand_in(f"{NOTHING} Number {number}.").article.pk for number in range(3)]
    Job.objects.filter(article=numbers[2]).update(state="dead", last_error="It broke.")
    Article.objects.filter(pk=numbers[2]).update(
        state="refused", refusal_code="internal", finished_at=timezone.now()
    )
    page.goto("/login?next=/sources/activity")
    page.get_by_label("Name").fill("olena")
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("1 of 3 articles")).to_be_visible()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width

    page.evaluate(_HIDE, arg=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    pipeline.run(numbers[1])
    page.evaluate("document.getElementById('activity').dispatchEvent(new Event('seen'))")
    page.wait_for_timeout(300)
    assert asked == []
    page.evaluate(_HIDE, arg=False)
    expect(page.get_by_text("2 of 3 articles")).to_be_visible()
    assert len(asked) == 1

    page.get_by_role("button", name=re.compile("Try it again")).click()
    expect(page.get_by_text("1 article is tried again in a moment.")).to_be_visible()
    assert Job.objects.get(article=numbers[2]).state != Job.State.DEAD
