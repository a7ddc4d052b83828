"""The pages that one comes to late: somebody was quicker, or it was withdrawn."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Draft
from agreements.proposal import Proposal, ProposedMilestone
from agreements.revision import Revision
from tests.access import broken_rules
from tests.agreements.pages.test_desk_keys import (  # fixtures too
    drafts,  # noqa: F401  a fixture
    opened,
    shaky_page,  # noqa: F401  a fixture
)

# ruff: noqa: F811  fixtures are asked for by their names

LOOKS = pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])


def check(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []


def look(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


@LOOKS
def test_a_value_that_another_changed_is_chosen_and_does_not_come_back(
    shaky_page: Page, drafts: list[Draft], editor: User, width: int, scheme: str
) -> None:
    look(shaky_page, width, scheme)
    page = opened(shaky_page, drafts[0])
    page.locator("#v1").get_by_role("button", name="Edit").click()
    page.get_by_label("Place", exact=True).fill("Nadi")
    taras = User.objects.create_user("taras")
    signing = Proposal.from_json(drafts[0].proposed).statements[1]
    assert isinstance(signing, ProposedMilestone)
    curation.take_over(drafts[0].pk, taras, held_by=editor.pk)
    curation.revise(
        drafts[0].pk, taras, 1, Revision(changed={1: replace(signing, place="Lautoka")})
    )
    curation.release(drafts[0].pk, taras)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Changed in the meantime")).to_be_visible()
    for said in ("when you opened it: 2 March 2026, Suva", "mine: 2 March 2026, Nadi"):
        expect(page.get_by_role("radio", name=re.compile(said))).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("now: 2 March 2026, Lautoka"))).to_be_checked()
    check(page, width)
    page.get_by_role("button", name="Save what is chosen").click()
    expect(page.locator("#v1")).to_contain_text("Lautoka")
    page.locator("#v1").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Lautoka")


@LOOKS
def test_a_withdrawn_agreement_leads_to_its_history(
    shaky_page: Page, drafts: list[Draft], editor: User, width: int, scheme: str
) -> None:
    look(shaky_page, width, scheme)
    decision = curation.approve(drafts[0].pk, editor, Verdict(1))
    assert decision.agreement is not None
    curation.undo(decision.pk, editor)
    shaky_page.goto(f"/agreements/{decision.agreement.key}")
    check(shaky_page, width)
    shaky_page.get_by_role("link", name="See its history").click()
    expect(shaky_page).to_have_url(re.compile(rf"/agreements/{decision.agreement.key}/history$"))
