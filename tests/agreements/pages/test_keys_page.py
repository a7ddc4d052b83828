"""The page where editors make and revoke their keys."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from agreements.keys import KeyRefusedError, check_key, make_key
from agreements.models import ApiKey
from tests.access import broken_rules

PAGE = "/review/keys"
ASKED = {"name": "The feed", "scopes": ["read", "propose"], "days": "30"}


def shown(page: str) -> str:
    (found,) = re.findall(r'value="(atlas_\w+)"', page)
    return str(found)


def test_a_key_is_shown_once_and_works(desk: Client, editor: User) -> None:
    answer = desk.post(PAGE, ASKED)
    held = check_key(shown(answer.content.decode()))
    assert held.owner_id == editor.pk
    assert held.scopes == {"read", "propose"}
    assert answer.headers["Cache-Control"] == "no-store"
    again = desk.get(PAGE).content.decode()
    assert f"atlas_{held.handle}_…" in again
    assert shown(answer.content.decode()) not in again


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "Say what the key is for."),
        ({"scopes": []}, "Choose at least one thing that it may do."),
        ({"scopes": ["everything"]}, "everything is not one of the available choices"),
        ({"days": "9999"}, "No key was made"),
        ({"name": "a\0b"}, "Null characters"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(
    desk: Client, wrong: dict[str, object], told: str
) -> None:
    answer = desk.post(PAGE, ASKED | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert not ApiKey.objects.exists()
    if "name" not in wrong:
        assert 'value="The feed"' in page


def test_a_key_is_revoked_by_its_owner_alone(desk: Client, editor: User) -> None:
    taras = User.objects.create_user("taras")
    own, written = make_key(editor, "mine", ["read"])
    others, kept = make_key(taras, "of another", ["read"])
    assert "of another" not in desk.get(PAGE).content.decode()
    for handle in (own.handle, others.handle, "nothing"):
        assert desk.post(f"{PAGE}/{handle}/revoke").status_code == 302
    with pytest.raises(KeyRefusedError):
        check_key(written)
    assert check_key(kept).handle == others.handle


def test_nobody_who_is_not_signed_in_gets_there(client: Client, editor: User) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/login")
    key, written = make_key(editor, "mine", ["read"])
    client.post(f"{PAGE}/{key.handle}/revoke")
    assert check_key(written).handle == key.handle


def test_the_list_takes_no_query_more_however_long(desk: Client, editor: User) -> None:
    counts = []
    for _ in range(2):
        for number in range(10):
            make_key(editor, f"key {number}", ["read"])
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_key_is_made_copied_and_revoked(
    browser_page: Page, live_server: object, editor: User, width: int, scheme: str
) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/login")
    page.get_by_label("Name").fill("olena")
    page.get_by_label("Password").fill("a long enough word")
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/login"))
    page.goto(PAGE)
    assert broken_rules(page) == []
    page.get_by_label("What is it for?").fill("The feed")
    page.get_by_label("Propose articles and drafts").check()
    page.get_by_role("button", name="Make the key").click()
    made = page.get_by_label("Copy it now")
    assert check_key(made.input_value()).scopes == {"propose"}
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == made.input_value()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []
    page.get_by_role("button", name=re.compile("Revoke.*The feed")).click()
    expect(page.get_by_text("The key is revoked")).to_be_visible()
    expect(page.get_by_role("button", name="Revoke")).to_have_count(0)


def test_each_date_says_what_it_is_of_where_a_phone_shows_no_heads(desk: Client) -> None:
    desk.post("/review/keys", {"name": "Script", "scopes": ["read"], "days": "90"})
    page = desk.get("/review/keys").content.decode()
    for head in ("Made", "Last used", "Ends"):
        assert page.count(f'<td class="table__date" data-label="{head}">') == 1
