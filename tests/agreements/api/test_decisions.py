"""Decisions by keys: on the version that was seen, and by the rules of review."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from agreements import curation
from agreements.api.draft_shapes import DecisionInSerializer
from agreements.deciding import REASONS
from agreements.models import Agreement, Decision, Draft
from agreements.pages.forms import VerdictForm
from tests.agreements.api.keyed import client_of
from tests.agreements.api.proposed import DRAFTS, proposal, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

APPROVE = {"verb": "approve", "agreement": None}


@pytest.fixture
def reviewer() -> Client:
    return client_of("olena", ["review"])


def propose(**other: object) -> Any:  # noqa: ANN401  an answer
    return send(client_of("petra", ["propose"]), DRAFTS, proposal(**other))


def decide(client: Client, made: Any, body: object, **headers: str) -> Any:  # noqa: ANN401  answers
    named = {"If_Match": made.headers["ETag"]} | headers
    return send(client, f"{made.json()['href']}/decisions", body, **named)


def fresh(client: Client, made: Any) -> Any:  # noqa: ANN401  answers
    return client.get(made.json()["href"])


def test_a_draft_is_approved_by_the_keys_owner_and_marked(reviewer: Client) -> None:
    made = propose()
    answer = decide(reviewer, made, APPROVE)
    assert answer.status_code == 200
    told = answer.json()
    decision = Decision.objects.get(pk=told["id"])
    assert decision.editor is not None
    assert decision.key is not None
    assert (decision.editor.username, decision.key.handle) == ("olena", told["key"])
    assert (told["verb"], told["agreement"]) == ("approve", f"A-{decision.agreement_id}")
    shown = Client().get(f"/api/v1/agreements/{told['agreement']}").json()
    assert shown["title"] == "Harbour Pact"
    assert fresh(reviewer, made).json()["state"] == "approved"


@pytest.mark.parametrize(
    ("body", "verb", "state"),
    [
        ({"verb": "reject", "reason": "read_wrongly", "details": "no pact"}, "reject", "rejected"),
        ({"verb": "defer", "until": "2999-01-01"}, "defer", "open"),
        ({"verb": "send_back", "details": "Find the text."}, "send_back", "open"),
    ],
)
def test_other_verbs_do_what_they_do_at_the_desk(
    reviewer: Client, body: dict[str, str], verb: str, state: str
) -> None:
    made = propose()
    answer = decide(reviewer, made, body)
    assert (answer.status_code, answer.json()["verb"]) == (200, verb)
    assert fresh(reviewer, made).json()["state"] == state
    if verb == "reject":
        assert Decision.objects.get(pk=answer.json()["id"]).reason == "Read wrongly: no pact"


def test_a_duplicate_waits_behind_the_other(reviewer: Client) -> None:
    first, second = propose(), propose(terms=[])
    body = {"verb": "duplicate", "draft": first.json()["id"]}
    assert decide(reviewer, second, body).json()["verb"] == "duplicate"
    assert fresh(reviewer, second).json()["behind"] == first.json()["id"]


@pytest.mark.parametrize("seen", [None, "*", ""])
def test_without_the_version_nothing_is_decided(reviewer: Client, seen: str | None) -> None:
    made = propose()
    headers = {} if seen is None else {"If_Match": seen}
    answer = send(reviewer, f"{made.json()['href']}/decisions", APPROVE, **headers)
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition.required")
    assert not Decision.objects.filter(draft__isnull=False).exists()


@pytest.mark.parametrize("seen", ['"1-000000000000"', "W/{}", "{}x", "1"])
def test_another_version_is_412(reviewer: Client, seen: str) -> None:
    made = propose()
    answer = decide(reviewer, made, APPROVE, If_Match=seen.format(made.headers["ETag"]))
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition.failed")
    assert fresh(reviewer, made).json()["state"] == "open"


def test_what_changed_in_the_record_of_the_pair_is_412_too(reviewer: Client) -> None:
    made, other = propose(), propose(terms=[])
    assert decide(reviewer, other, APPROVE).status_code == 200
    assert decide(reviewer, made, APPROVE).status_code == 412


def test_a_draft_that_somebody_has_open_is_409(reviewer: Client) -> None:
    made = propose()
    taras = User.objects.create_user("taras")
    assert curation.take_lease(Draft.objects.get(pk=made.json()["id"]), taras)
    answer = decide(reviewer, made, APPROVE)
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.leased")
    assert "taras" in answer.json()["detail"]


def test_a_draft_that_is_decided_is_409_with_its_new_version(reviewer: Client) -> None:
    made = propose()
    decide(reviewer, made, APPROVE)
    answer = decide(reviewer, made, APPROVE, If_Match=fresh(reviewer, made).headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.decided")


def test_a_contradiction_must_be_ruled_on(reviewer: Client) -> None:
    key = decide(reviewer, propose(), APPROVE).json()["agreement"]
    text = "Kenya and Fiji signed the Harbour Pact on 9 March 2026."
    quote = {"quote": text, "start": 0, "end": len(text)}
    title = {"name": "title", "value": "Harbour Pact", "evidence": [quote]}
    signed = {"kind": "signed", "date": "2026-03-09", "evidence": [quote]}
    made = propose(document={"text": text}, terms=[title], milestones=[signed], commitments=[])
    onto = {"verb": "approve", "agreement": key}
    answer = decide(reviewer, made, onto)
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.unruled")
    assert answer.json()["numbers"] == [1]
    assert decide(reviewer, made, onto | {"keeping": [9]}).json()["code"] == "draft.refused"
    assert decide(reviewer, made, onto | {"speaking": [1]}).status_code == 200
    assert Client().get(f"/api/v1/agreements/{key}").json()["signed"] == "2026-03-09"


def test_what_is_grave_waits_for_a_second_editor(reviewer: Client, settings: Settings) -> None:
    settings.FOUR_EYES_RULES = {"mutual_defence": True}
    User.objects.create_user("taras")
    grave = proposal()["commitments"][0] | {
        "type": "mutual_defence",
        "direction": "mutual",
        "debtor": None,
        "creditor": None,
    }
    before = Agreement.objects.count()
    made = propose(commitments=[grave])
    answer = decide(reviewer, made, APPROVE)
    assert (answer.status_code, answer.json()["verb"]) == (200, "second")
    assert Agreement.objects.count() == before
    again = decide(reviewer, made, APPROVE, If_Match=fresh(reviewer, made).headers["ETag"])
    assert again.status_code == 409
    second = client_of("taras", ["review"])
    answer = decide(second, made, APPROVE, If_Match=fresh(second, made).headers["ETag"])
    assert (answer.status_code, answer.json()["verb"]) == (200, "approve")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"verb": "publish"}, "/verb"),
        ({"verb": "approve"}, "/agreement"),
        ({"verb": "approve", "agreement": None, "reason": "read_wrongly"}, "/reason"),
        ({"verb": "approve", "agreement": None, "state": "approved"}, "/state"),
        ({"verb": "approve", "agreement": None, "id": 7}, "/id"),
        ({"verb": "approve", "agreement": None, "left_out": [-1]}, "/left_out/0"),
        ({"verb": "reject", "reason": "because"}, "/reason"),
        ({"verb": "reject"}, "/reason"),
        ({"verb": "defer", "until": "soon"}, "/until"),
        ({"verb": "duplicate"}, "/draft"),
        ({"verb": "duplicate", "draft": 1, "agreement": "A-1"}, "/draft"),
    ],
)
def test_what_is_wrong_with_it_is_pointed_at(
    reviewer: Client, body: dict[str, object], pointer: str
) -> None:
    answer = decide(reviewer, propose(), body)
    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"verb": "approve", "agreement": "A-99999999"}, 404),
        ({"verb": "approve", "agreement": "A-1001"}, 409),
        ({"verb": "approve", "agreement": None, "left_out": [0, 1, 2]}, 409),
        ({"verb": "duplicate", "draft": 99999999}, 409),
        ({"verb": "defer", "until": "1999-01-01"}, 409),
    ],
)
def test_what_can_not_be_carried_out_changes_nothing(
    reviewer: Client, body: dict[str, object], status: int
) -> None:
    made = propose()
    assert decide(reviewer, made, body).status_code == status
    assert fresh(reviewer, made).headers["ETag"] == made.headers["ETag"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"verb": "reject", "reason": "read_wrongly"}, APPROVE),
        (APPROVE, {"verb": "reject", "reason": "read_wrongly"}),
        (APPROVE, {"verb": "send_back", "details": "Again."}),
        (APPROVE, {"verb": "defer", "until": "2999-01-01"}),
    ],
)
def test_what_is_decided_takes_no_other_state(
    reviewer: Client, first: dict[str, object], then: dict[str, object]
) -> None:
    made = propose()
    assert decide(reviewer, made, first).status_code == 200
    before = fresh(reviewer, made)
    answer = decide(reviewer, made, then, If_Match=before.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.decided")
    assert fresh(reviewer, made).json() == before.json()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_draft_has_no_state_that_can_be_set(reviewer: Client, method: str) -> None:
    made = propose()
    change = getattr(reviewer, method)
    answer = change(made.json()["href"], {"state": "approved"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (405, "method.not_allowed")
    assert fresh(reviewer, made).json()["state"] == "open"


def test_only_the_scope_review_decides() -> None:
    made = propose()
    answer = decide(client_of("petra", ["propose", "read", "admin"]), made, APPROVE)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.scope_missing")


def test_the_reasons_are_those_of_the_desk() -> None:
    assert list(REASONS.values()) == [value for value, _ in VerdictForm.REASONS]
    assert set(DecisionInSerializer().fields) >= {"verb", "reason"}
