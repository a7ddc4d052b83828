"""An editor's webhooks in a browser: made, looked into and sent again, wide and narrow."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from ingest import tasks
from ingest.models import Subscription
from tests import cast
from tests.access import broken_rules
from tests.receiver import URL, Receiver

WORD = "a long enough word"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_webhook_is_made_and_its_log_read(
    browser_page: Page, receiver: Receiver, width: int, scheme: str
) -> None:
    User.objects.create_user("olena", password=WORD)
    page = browser_page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/login")
    page.get_by_label("Name").fill("olena")
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/login"))
    page.goto("/review/webhooks")
    page.get_by_label("Address").fill(URL)
    assert broken_rules(page) == []
    page.get_by_role("button", name="Make the webhook").click()
    assert page.get_by_label("This is its secret").input_value().startswith("whsec_")
    cast.agreement()
    receiver.mood = "failing"
    number = Subscription.objects.get().pk
    tasks.send(number)
    page.goto(f"/review/webhooks/{number}")
    expect(page.get_by_text("The last call failed")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []
    page.get_by_role("button", name=re.compile("Send again.*[0-9]")).click()
    expect(page.get_by_text("It will be sent again.")).to_be_visible()
