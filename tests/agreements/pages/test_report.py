"""The form by which anybody reports an error, and the editors' list of what came by it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import reporting
from agreements.models import Report

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
FORM = "/agreements/A-1001/report"
SENT = {"what": "It was signed a day later.", "where": "https://ledger.example/p", "contact": ""}


def waiting(desk: Client, query: str = "") -> str:
    response = desk.get(f"/review/reports{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_an_agreement_leads_to_the_form(client: Client) -> None:
    assert f'href="{FORM}"' in client.get("/agreements/A-1001").content.decode()
    page = client.get(FORM).content.decode()
    assert "In the record of Treaty of Windsor." in page
    assert "noindex" in page


def test_a_report_needs_no_account_no_cookie_and_no_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert "Set-Cookie" not in strict.get(FORM).headers
    response = strict.post(f"{FORM}?as_of=1400-01-01", SENT)
    assert response.headers["Location"] == f"{FORM}?as_of=1400-01-01&sent=1"
    assert "Thank you" in strict.get(response.headers["Location"]).content.decode()
    report = Report.objects.get()
    assert report.agreement is not None
    assert (report.agreement.key, report.what) == ("A-1001", SENT["what"])
    assert report.page == "/agreements/A-1001?as_of=1400-01-01"


def test_of_the_site_itself_too(client: Client) -> None:
    assert client.post("/report", SENT).headers["Location"] == "/report?sent=1"
    assert Report.objects.get().agreement is None


@pytest.mark.parametrize(
    "wrong", [{"what": " "}, {"what": "x" * 2001}, {"where": "x" * 1001}, {"what": "a\0b"}]
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, str]
) -> None:
    response = client.post(FORM, SENT | {"contact": "me@there.example"} | wrong)
    assert response.status_code == 422
    assert 'value="me@there.example"' in response.content.decode()
    assert not Report.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client: Client) -> None:
    response = client.post(FORM, SENT | {"website": "https://spam.example"})
    assert response.headers["Location"] == f"{FORM}?sent=1"
    assert not Report.objects.exists()


def test_another_site_cannot_send_it(client: Client) -> None:
    response = client.post(FORM, SENT, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not Report.objects.exists()


def test_too_many_are_told_so_and_keep_what_they_wrote(client: Client) -> None:
    for _ in range(reporting.MOST_AN_HOUR):
        assert client.post(FORM, SENT).status_code == 302
    response = client.post(FORM, SENT)
    assert response.status_code == 429
    assert SENT["what"] in response.content.decode()


def test_more_than_the_form_holds_is_not_read(client: Client) -> None:
    assert client.post(FORM, {"what": "x" * 100_000}).status_code == 413


@pytest.mark.parametrize("key", ["A-9999", "x", "A-99999999999999999999"])
def test_of_what_is_not_there_nothing_can_be_reported(client: Client, key: str) -> None:
    assert client.get(f"/agreements/{key}/report").status_code == 404
    assert client.post(f"/agreements/{key}/report", SENT).status_code == 404


def test_editors_work_reports_off(client: Client, desk: Client, editor: User) -> None:
    client.post(FORM, SENT | {"what": "<b>Wrong</b>"})
    report = Report.objects.get()
    page = waiting(desk)
    assert "1 report waits for an editor." in page
    assert "&lt;b&gt;Wrong&lt;/b&gt;" in page
    assert 'href="https://ledger.example/p" rel="noopener noreferrer nofollow"' in page
    assert "Reports 1</a>" in desk.get("/review").content.decode()
    desk.post(f"/review/reports/{report.pk}/done", {"outcome": "Corrected"})
    assert "No report waits." in waiting(desk)
    assert "Done by olena" in waiting(desk, "?list=done")
    desk.post(f"/review/reports/{report.pk}/open")
    assert "1 report waits" in waiting(desk)


def test_only_editors_see_them(client: Client) -> None:
    assert client.get("/review/reports").headers["Location"].startswith("/login")
    assert client.post("/review/reports/1/done").headers["Location"].startswith("/login")


@pytest.mark.parametrize("query", ["?before=x", "?before=" + "9" * 30, "?list=odd", "?before=0"])
def test_a_list_asked_for_oddly_is_a_list(desk: Client, query: str) -> None:
    waiting(desk, query)


def test_a_page_of_many_costs_as_many_queries_as_one(
    desk: Client, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(FORM, SENT)
    with django_assert_num_queries(7):
        waiting(desk)
    for number in range(4):
        client.post(f"/agreements/A-100{number + 2}/report", SENT)
    with django_assert_num_queries(7):
        waiting(desk)
