"""A form that comes too late: it says why, and nothing that was typed is lost."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements.models import Decision, Draft
from agreements.pages.kept import Kept
from tests.agreements.pages.conftest import MakeDraft
from tests.desk import Sent, opened, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

ORIGIN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
SCRIPT = ORIGIN | {"HX-Request": "true"}
PASSWORD = "a long enough word"  # noqa: S105  a test's


@pytest.fixture
def strict(editor: User) -> Client:
    """The editor's browser, whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def rejecting(client: Client, draft: Draft) -> Sent:
    said = {"verdict": "reject", "reason": "Read wrongly", "details": "not <Kenya>"}
    return opened(client, draft) | said


def fields(page: str, prefix: str = "") -> Sent:
    """Return what the form that sends it again, or the one for signing in, carries hidden."""
    form = page[page.index("<form", page.index("<main")) :]
    found: dict[str, object] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        earlier = found.get(name, [])
        assert isinstance(earlier, list)
        said = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        found[name] = [*earlier, said.replace("&#x27;", "'").replace("&quot;", '"')]
    assert any(name.startswith(prefix) for name in found)
    return found


def last() -> Decision:
    return Decision.objects.latest("pk")


def test_a_form_from_an_old_page_is_sent_again_with_all_that_was_typed(
    strict: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = rejecting(strict, draft) | {"csrfmiddlewaretoken": "x" * 64}
    refused = strict.post(f"/review/{draft.pk}/decide?only=new", sent, headers=ORIGIN)
    page = told(refused)
    assert refused.status_code == 403
    assert "The page that you sent this from is too old" in page
    assert "not &lt;Kenya&gt;" in page
    assert f'action="/review/{draft.pk}/decide?only=new"' in page
    assert not Decision.objects.filter(draft=draft).exists()
    again = strict.post(f"/review/{draft.pk}/decide?only=new", fields(page), headers=ORIGIN)
    assert again.status_code == 302
    assert last().reason == "Read wrongly: not <Kenya>"


def test_a_script_gets_a_new_token_with_the_refusal(strict: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    sent = rejecting(strict, draft) | {"csrfmiddlewaretoken": "x" * 64}
    address = f"/review/{draft.pk}/decide"
    refused = strict.post(address, sent, headers=SCRIPT)
    token = refused.headers["X-Form-Token"]
    again = strict.post(address, sent | {"csrfmiddlewaretoken": token}, headers=ORIGIN)
    assert again.status_code == 302
    assert last().draft == draft


@pytest.mark.parametrize(
    "sign",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_form_gets_neither_a_token_nor_its_fields_back(
    strict: Client, make_draft: MakeDraft, sign: dict[str, str]
) -> None:
    draft = make_draft()
    answer = strict.post(f"/review/{draft.pk}/decide", {"details": "not Kenya"}, headers=sign)
    page = told(answer)
    assert answer.status_code == 403
    assert "came from another site" in page
    assert "not Kenya" not in page
    assert "X-Form-Token" not in answer.headers


def test_who_was_signed_out_signs_in_and_sends_again_what_was_kept(
    desk: Client, client: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = rejecting(desk, draft)
    page = told(client.post(f"/review/{draft.pk}/decide", sent))
    assert "You were signed out; sign in again, what you typed is kept." in page
    kept = fields(page, "kept.")
    wrong = told(client.post("/login", kept | {"username": "olena", "password": "wrong"}))
    assert "do not fit together" in wrong
    assert "what you typed is kept" in wrong
    right = {"username": "olena", "password": PASSWORD}
    page = told(client.post("/login", fields(wrong, "kept.") | right))
    assert "You are signed in again" in page
    assert "not &lt;Kenya&gt;" in page
    assert PASSWORD not in page
    assert client.post(f"/review/{draft.pk}/decide", fields(page)).status_code == 302
    assert last().reason == "Read wrongly: not <Kenya>"


def test_who_signed_in_elsewhere_meanwhile_only_sends_again(
    desk: Client, client: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    kept = fields(told(client.post(f"/review/{draft.pk}/decide", rejecting(desk, draft))))
    client.force_login(editor)
    page = told(client.post("/login", kept | {"username": "", "password": ""}))
    assert client.post(f"/review/{draft.pk}/decide", fields(page)).status_code == 302


def test_signed_out_with_an_old_page_too_loses_nothing(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    client = Client(enforce_csrf_checks=True)
    sent = rejecting(desk, draft)
    page = told(client.post(f"/review/{draft.pk}/decide", sent, headers=ORIGIN))
    assert "You were signed out" in page
    right = {"username": "olena", "password": PASSWORD}
    page = told(client.post("/login", fields(page, "kept.") | right, headers=ORIGIN))
    assert (
        client.post(f"/review/{draft.pk}/decide", fields(page), headers=ORIGIN).status_code == 302
    )


def test_a_text_to_be_read_is_kept_too_and_a_file_is_said_not_to_be(client: Client) -> None:
    page = told(client.post("/review/ingest", {"text": "Kenya and\r\nFiji", "url": ""}))
    assert fields(page)["kept.text"] == ["Kenya and Fiji"]  # white space is one in this test


def test_the_sign_in_page_gives_no_reason_where_there_is_none(client: Client) -> None:
    assert "signed out" not in told(client.get("/login?next=/review"))
    assert "You were signed out" in told(client.get("/login?signed_out=1&next=/review"))


def test_a_form_for_signing_in_that_is_too_old_shows_no_password() -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"username": "olena", "password": PASSWORD, "next": "/review/mine"}
    page = told(client.post("/login", sent, headers=ORIGIN))
    assert "This page was too old. Sign in now" in page
    assert PASSWORD not in page
    assert 'name="next" value="/review/mine"' in page


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/nowhere", "/login"])
def test_what_was_kept_goes_to_no_other_place(client: Client, editor: User, to: str) -> None:
    sent = {"kept_to": to, "kept.x": "y", "username": "olena", "password": PASSWORD}
    assert client.post("/login", sent).headers["Location"] == "/review"


def test_all_values_of_a_long_draft_can_be_sent_at_once(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    told_of_150 = {f"v{place}-{name}": "" for place in range(150) for name in range(16)}
    sent = opened(desk, draft) | {"do": "look"} | told_of_150
    assert desk.post(f"/review/{draft.pk}/values", sent).status_code == 200


def test_what_is_shown_of_it_is_what_was_typed() -> None:
    chosen = [("rule-3", "keep"), ("choose-1", "mine"), ("v-evidence", "quote"), ("version", "2")]
    typed = [("v3-words", "in Suva"), ("details", " not Kenya "), ("v3-place", "")]
    at = [("v3-evidence", "quote"), ("v3-start", "12"), ("vparties-at", "3")]
    assert Kept("/review/1/values", chosen + typed + at).typed == ["in Suva", "not Kenya"]
