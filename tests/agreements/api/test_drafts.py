"""Drafts that programs propose, and who sees them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements import intake
from agreements.models import Agreement, Document, Draft
from agreements.proposal import Proposal
from tests.agreements.api.keyed import client_of
from tests.agreements.api.proposed import DRAFTS, TEXT, proposal, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]


@pytest.fixture
def proposer() -> Client:
    return client_of("petra", ["propose"])


def test_what_is_proposed_waits_and_is_told_as_it_was_sent(proposer: Client) -> None:
    before = Agreement.objects.count()
    answer = send(proposer, DRAFTS, proposal())
    assert answer.status_code == 201
    told = answer.json()
    assert answer.headers["Location"] == told["href"] == f"{DRAFTS}/{told['id']}"
    assert (told["state"], told["version"], told["parties"]) == ("open", 1, ["FJ", "KE"])
    sent = proposal()
    for name in ("terms", "milestones", "commitments"):
        assert told[name][0].items() >= sent[name][0].items()
        assert all(member.islower() for member in told[name][0])
    assert Agreement.objects.count() == before
    draft = Draft.objects.get(pk=told["id"])
    assert draft.proposed_by is not None
    assert draft.proposed_by.username == "petra"
    assert draft.document.text == TEXT
    again = proposer.get(told["href"])
    assert (again.json(), again.headers["ETag"]) == (told, answer.headers["ETag"])
    assert again.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in again.headers


def test_what_is_absent_is_null_and_may_be_sent_so(proposer: Client) -> None:
    told = send(proposer, DRAFTS, proposal()).json()
    term, milestone, commitment = (told[n][0] for n in ("terms", "milestones", "commitments"))
    assert (term["wording"], milestone["wording"], milestone["party"]) == (None, None, None)
    assert [commitment[n] for n in ("wording", "condition", "currency", "period")] == [None] * 4
    assert told["document"]["title"] is None
    assert '""' not in proposer.get(told["href"]).content.decode()
    absent = {"title": None, "language": None}
    same = proposal(
        document=proposal()["document"] | absent,
        **{
            name: [{k: v for k, v in told[name][0].items() if k != "number"}]
            for name in ("terms", "milestones", "commitments")
        },
    )
    again = send(proposer, DRAFTS, same)
    assert (again.status_code, again.json()) == (200, told)
    empty = proposal(milestones=[proposal()["milestones"][0] | {"wording": ""}])
    assert send(proposer, DRAFTS, empty).json() == told


def test_the_same_proposal_twice_is_one_draft(proposer: Client) -> None:
    first, again = send(proposer, DRAFTS, proposal()), send(proposer, DRAFTS, proposal())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    other = send(proposer, DRAFTS, proposal(terms=[]))
    assert (other.status_code, Draft.objects.count()) == (201, 2)


def test_a_document_in_the_archive_is_named_by_its_number(proposer: Client) -> None:
    number, _ = intake.archive_document(intake.Text(TEXT))
    answer = send(proposer, DRAFTS, proposal(document={"id": number}))
    assert (answer.status_code, answer.json()["document"]["id"]) == (201, number)
    missing = send(proposer, DRAFTS, proposal(document={"id": number + 1}))
    assert (missing.status_code, missing.json()["code"]) == (404, "record.unknown")


def _changed(name: str, /, **values: object) -> dict[str, Any]:
    return proposal(**{name: [proposal()[name][0] | values]})


def _milestones(*told: tuple[str, str]) -> dict[str, Any]:
    first = proposal()["milestones"][0]
    return proposal(milestones=[first | {"kind": kind, "date": date} for kind, date in told])


WRONG: list[tuple[dict[str, Any], str]] = [
    (proposal(parties=["KE"]), "/parties"),
    (proposal(parties=["KE", "KE"]), "/parties"),
    (proposal(parties=["KE", "QQ"]), "/parties"),
    (proposal(parties="KE"), "/parties"),
    (proposal(document={}), "/document/text"),
    (proposal(document={"id": 1, "text": "a"}), "/document/text"),
    (proposal(document={"text": TEXT, "url": "javascript:alert(1)"}), "/document/url"),
    (proposal(document={"text": TEXT, "published": "2026-13-01"}), "/document/published"),
    (proposal(document=7), "/document"),
    (proposal(approved_by="olena"), "/approved_by"),
    (proposal(id=7), "/id"),
    (_changed("terms", evidence=[]), "/terms/0/evidence"),
    (_changed("terms", evidence=[words("Kenya") | {"start": 1}]), "/terms/0/evidence"),
    (_changed("terms", evidence=[words("Kenya") | {"quote": "Tonga"}]), "/terms/0/evidence"),
    (
        _changed("terms", evidence=[words("Kenya") | {"is_staff": 1}]),
        "/terms/0/evidence/0/is_staff",
    ),
    (_changed("terms", name="colour"), "/terms/0/name"),
    (_changed("terms", name="kind", value="banana"), "/terms/0/value"),
    (_changed("milestones", date="2026-02-30"), "/milestones/0/date"),
    (_milestones(("signed", "2026-03-02"), ("terminated", "2026-03-01")), "/milestones/1/date"),
    (_milestones(("expired", "2025"), ("signed", "2026-03")), "/milestones/0/date"),
    (_changed("milestones", party="JP"), "/milestones/0/party"),
    (_changed("milestones", kind="danced"), "/milestones/0/kind"),
    (_changed("commitments", type="banana"), "/commitments/0/type"),
    (_changed("commitments", creditor=None), "/commitments/0/direction"),
    (_changed("commitments", amount="5.00"), "/commitments/0/amount"),
    (_changed("commitments", amount="-5.00", currency="USD"), "/commitments/0/amount"),
    (_changed("commitments", confidence=2), "/commitments/0/confidence"),
    (proposal(parties_quote=words("Kenya") | {"end": 9}), "/parties_quote"),
    (proposal(terms=[], milestones=[], commitments=[]), ""),
    (proposal(terms="all"), "/terms"),
    (proposal(terms=[7]), "/terms/0"),
]


@pytest.mark.parametrize(("sent", "pointer"), WRONG, ids=[pointer for _, pointer in WRONG])
def test_what_is_wrong_is_pointed_at_and_nothing_is_kept(
    proposer: Client, sent: dict[str, Any], pointer: str
) -> None:
    answer = send(proposer, DRAFTS, sent)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert not Draft.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        [("signed", "2026-03-02"), ("terminated", "2026-03")],
        [("signed", "2026-03-02"), ("terminated", "")],
        [("signed", "XXXX-06-13"), ("expired", "1999")],
        [("signed", "2026-03-02"), ("entered_into_force", "2026-01-01")],
        [("negotiations_opened", "2025"), ("signed", "2026-03-02")],
    ],
)
def test_dates_that_may_be_in_order_are_taken(
    proposer: Client, told: list[tuple[str, str]]
) -> None:
    assert send(proposer, DRAFTS, _milestones(*told)).status_code == 201


@pytest.mark.parametrize("sent", [[], "text", 7, None, {}])
def test_what_is_no_proposal_at_all_is_400(proposer: Client, sent: object) -> None:
    assert send(proposer, DRAFTS, sent).status_code == 400


def test_others_do_not_see_it_but_who_reviews_does(proposer: Client) -> None:
    made = send(proposer, DRAFTS, proposal()).json()
    other, reviewer = client_of("taras", ["propose"]), client_of("olena", ["review"])
    assert other.get(made["href"]).status_code == 404
    assert other.get(DRAFTS).json()["results"] == []
    for client in (reviewer, proposer):
        assert client.get(made["href"]).json()["id"] == made["id"]
        assert [row["id"] for row in client.get(DRAFTS).json()["results"]] == [made["id"]]
    # Whoever proposes the same has a draft of their own.
    assert send(other, DRAFTS, proposal()).json()["id"] != made["id"]


def test_the_list_is_walked_in_few_queries_each_draft_once(proposer: Client) -> None:
    for number in range(7):
        send(proposer, DRAFTS, proposal(terms=[], document={"text": f"{TEXT} {number}"}))
    reviewer = client_of("olena", ["review"])
    reviewer.get(DRAFTS)
    seen, address = [], f"{DRAFTS}?limit=3&state=open"
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = reviewer.get(address).json()
        assert len(asked) <= 3
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == sorted(Draft.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("state=banana", "query.value"),
        ("limit=201", "query.value"),
        ("after=x", "query.cursor"),
        ("colour=red", "query.unknown"),
        ("state=open&state=open", "query.doubled"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(query: str, code: str) -> None:
    answer = client_of("olena", ["review"]).get(f"{DRAFTS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_an_unknown_draft_is_404(number: str) -> None:
    answer = client_of("olena", ["review"]).get(f"{DRAFTS}/{number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "record.unknown")


def test_a_later_reading_of_the_text_leaves_it_alone(proposer: Client) -> None:
    made = send(proposer, DRAFTS, proposal()).json()
    draft = Draft.objects.get(pk=made["id"])
    again = Proposal.from_json(draft.proposed).without(frozenset({0}))
    intake.offer_again(draft.document_id, [(again, 0.9)], reader_version="later")
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN
    assert Draft.objects.filter(reader_version="later").count() == 1


def test_an_editor_sees_whose_program_sent_it(proposer: Client, client: Client) -> None:
    made = send(proposer, DRAFTS, proposal()).json()
    client.force_login(User.objects.create_user("olena"))
    page = client.get(f"/review/{made['id']}").content.decode()
    assert "sent by a program of petra" in page
