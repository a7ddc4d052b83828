"""What becomes of a key once it was published: it goes on saying where the agreement went."""

from datetime import timedelta

import pytest
from django.test import Client

from agreements import curation
from agreements.models import Agreement, Card, Decision
from tests import cast
from tests.agreements.api.test_changes import happenings

# What the page answers, and what the API then does.
SAME = {200: 200, 301: 308, 404: 404, 410: 410}


@pytest.fixture(autouse=True)
def told(db: None) -> Agreement:
    """A record in which about everything has happened; the agreement that is withdrawn."""
    cast.parties()
    return happenings()


def api(key: str) -> str:
    return f"/api/v1/agreements/{key}"


def test_withdrawn_agreement_says_since_when_and_why(client: Client) -> None:
    key = cast.agreement(cast.signed(title="Gone", parties=("DE", "PL"))).key
    taken_back = curation.undo(Decision.objects.latest("pk").pk, cast.tomasz())
    response = client.get(api(key))
    problem = response.json()
    assert response.status_code == problem["status"] == 410
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["code"] == "record.withdrawn"
    assert problem["withdrawn_at"] == f"{taken_back.at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert (taken_back.reason, problem["reason"]) == ("", None)
    assert f"{taken_back.at:%Y-%m-%d}" in problem["detail"]
    assert "tomasz" not in response.content.decode()


def test_merged_agreement_leads_on_with_both_clocks(client: Client) -> None:
    merge = Decision.objects.get(verb="merge", reason="One treaty")
    assert merge.agreement is not None
    into = (merge.after or {})["into"]
    response = client.get(f"{api(merge.agreement.key)}?as_of=2025-01-01")
    assert response.status_code == 308
    assert response.json() == {"merged_into": into}
    assert response.headers["Location"].endswith(f"{api(into)}?as_of=2025-01-01")


def test_every_key_ever_published_resolves(client: Client) -> None:
    for number in Card.objects.values_list("agreement", flat=True).distinct():
        response = client.get(api(f"A-{number}"))
        while response.status_code == 308:
            response = client.get(response.headers["Location"])
        code = response.json().get("code", "")
        # One that was loaded without a day has never begun.
        assert response.status_code in (200, 410) or code == "record.not_then"


def test_api_and_page_say_the_same_at_every_moment(client: Client) -> None:
    moments = list(Decision.objects.order_by("at").values_list("at", flat=True))
    begun = Card.objects.exclude(spans=None).values_list("agreement", flat=True).distinct()
    seen = set()
    for moment in [moments[0] - timedelta(microseconds=1), *moments]:
        query = f"?known_at={moment:%Y-%m-%dT%H:%M:%S.%fZ}"
        for number in begun:
            # The page's own address has the title in it: `follow` would lose what is compared.
            page = client.get(f"/agreements/A-{number}{query}").status_code
            answer = client.get(f"{api(f'A-{number}')}{query}").status_code
            assert answer == SAME[page], (number, query)
            seen.add(answer)
    assert seen == {200, 308, 404, 410}


def test_key_that_never_was_is_404(client: Client) -> None:
    response = client.get(api("A-999999"))
    assert (response.status_code, response.json()["code"]) == (404, "record.unknown")
