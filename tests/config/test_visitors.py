"""What browsers need is around their answers, and not around those to programs."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.visitors import VisitorsMiddleware

pytestmark = pytest.mark.django_db


def seen(request: HttpRequest) -> HttpRequest:
    """Return the request as a view behind the middleware has it."""
    requests = []

    def view(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    VisitorsMiddleware(view)(request)
    return requests[0]


def test_a_program_has_no_session() -> None:
    request = seen(RequestFactory().get("/api/v1/agreements"))
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")


@pytest.mark.parametrize("address", ["/", "/agreements", "/api/docs"])
def test_a_page_has_a_session_messages_and_htmx(address: str) -> None:
    request = seen(RequestFactory().get(address))
    assert all(hasattr(request, name) for name in ("session", "user", "_messages", "htmx"))


def test_an_editor_who_asks_the_api_is_known() -> None:
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    request = RequestFactory().get("/api/v1/drafts")
    request.COOKIES.update({name: each.value for name, each in client.cookies.items()})
    assert seen(request).user.get_username() == "olena"


def test_answers_to_programs_have_the_headers_of_all_others(client: Client) -> None:
    answer = client.get("/api/v1/problems/query.unknown")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert not answer.cookies
