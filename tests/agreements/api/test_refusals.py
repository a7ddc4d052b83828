"""What a query may not hold: each refusal is 400 and names the parameter."""

import pytest
from django.test import Client

from agreements import following
from agreements.models import AgreementKind, Commitment, MilestoneKind, Status, Strength
from agreements.timeline import Happening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/agreements"


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("colour=red", "query.unknown", "colour"),
        ("format=xml", "query.unknown", "format"),
        ("ordering=password", "query.unknown", "ordering"),
        ("b%00=1", "query.unknown", "b\0"),
        ("as_of=2024-01-01&as_of=2025-01-01", "query.doubled", "as_of"),
        ("q=a&q=b", "query.doubled", "q"),
        ("limit=1&limit=1", "query.doubled", "limit"),
        ("limit=0", "query.value", "limit"),
        ("limit=-1", "query.value", "limit"),
        ("limit=201", "query.value", "limit"),
        ("limit=1e9", "query.value", "limit"),
        ("limit=%2B5", "query.value", "limit"),
        ("limit=%D9%A1", "query.value", "limit"),
        ("limit=" + "9" * 5000, "query.value", "limit"),
        ("as_of=99999-01-01", "query.value", "as_of"),
        ("as_of=2024-02-30", "query.value", "as_of"),
        ("as_of=0000-01-01", "query.value", "as_of"),
        ("as_of=%D9%A1%D9%A9%D9%A9%D9%A9-01-01", "query.value", "as_of"),
        ("known_at=yesterday", "query.value", "known_at"),
        ("known_at=2999-01-01", "query.value", "known_at"),
        ("known_at=2999-01-01T00:00:00Z", "query.value", "known_at"),
        ("known_at=0001-01-01T00:00:00%2B14:00", "query.value", "known_at"),
        ("known_at=2024-01-01T25:00:00Z", "query.value", "known_at"),
        ("signed_from=99999", "query.value", "signed_from"),
        ("signed_from=-5", "query.value", "signed_from"),
        ("signed_to=XXXX-06-13", "query.value", "signed_to"),
        ("signed_to=%D9%A1%D9%A9%D9%A9%D9%A9", "query.value", "signed_to"),
        ("party=ZZ", "query.value", "party"),
        ("partner=Ukraine", "query.value", "partner"),
        ("all_of=UA", "query.value", "all_of"),
        ("all_of=UA,UA", "query.value", "all_of"),
        ("all_of=UA,PL,DE", "query.value", "all_of"),
        ("status=great", "query.value", "status"),
        ("kind=great", "query.value", "kind"),
        ("commitment=love", "query.value", "commitment"),
        ("q=" + "a" * 201, "query.value", "q"),
        ("q=%00", "query.character", "q"),
        ("party=U%00", "query.character", "party"),
        ("after=%00", "query.character", "after"),
        ("after=abc", "query.cursor", "after"),
        ("after=" + "W" * 6000, "query.cursor", "after"),
        ("before=WyIyMDI0LVcwMS0xIiwxMDAxXQ", "query.cursor", "before"),
        ("after=abc&before=abc", "query.value", "before"),
        ("count=yes", "query.value", "count"),
    ],
)
def test_bad_query_is_refused_by_name(
    client: Client, query: str, code: str, parameter: str
) -> None:
    response = client.get(f"{LIST}?{query}")
    told = response.json()
    assert response.status_code == told["status"] == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (told["code"], told["parameter"]) == (code, parameter)
    assert told["detail"]


def test_unknown_parameter_is_answered_with_those_there_are(client: Client) -> None:
    told = client.get(f"{LIST}?colour=red&size=3").json()
    assert "'colour', 'size'" in told["detail"]
    assert {"party", "as_of", "limit"} <= set(told["known"])
    assert all(name in told["detail"] for name in told["known"])


def test_bad_value_is_answered_with_what_would_be_right(client: Client) -> None:
    assert "in_force" in client.get(f"{LIST}?status=great").json()["detail"]
    assert "military_training" in client.get(f"{LIST}?commitment=love").json()["detail"]


@pytest.mark.parametrize(
    ("address", "parameter", "known"),
    [
        (f"{LIST}?kind=zzz", "kind", AgreementKind.values),
        (f"{LIST}?status=in_force&status=zzz", "status", Status.values),
        (f"{LIST}?min_strength=zzz", "min_strength", Strength.values),
        (f"{LIST}?expand=zzz", "expand", ["evidence", "history", "links"]),
        (f"{LIST}?count=zzz", "count", ["0", "1"]),
        ("/api/v1/commitments?held=zzz", "held", Commitment.Holding.values),
        ("/api/v1/commitments?direction=zzz", "direction", Commitment.Direction.values),
        ("/api/v1/commitments?strength=zzz", "strength", Strength.values),
        ("/api/v1/milestones?milestone=zzz", "milestone", MilestoneKind.values),
        ("/api/v1/milestones?expected=zzz", "expected", ["0", "1"]),
        ("/api/v1/changes?kind=zzz", "kind", list(following.KINDS)),
        ("/api/v1/timeline?show=zzz", "show", list(Happening)),
        ("/api/v1/agreements.jsonl?kind=zzz", "kind", AgreementKind.values),
        ("/api/v1/schema?format=zzz", "format", ["json", "yaml"]),
    ],
)
def test_bad_value_of_a_choice_is_answered_with_all_there_are(
    client: Client, address: str, parameter: str, known: list[str]
) -> None:
    response = client.get(address)
    told = response.json()
    assert (response.status_code, told["code"]) == (400, "query.value")
    assert (told["parameter"], told["known"]) == (parameter, known)
    assert parameter in told["detail"]
    assert all(value in told["detail"] for value in known)


@pytest.mark.parametrize("address", [f"{LIST}?commitment=zzz", "/api/v1/commitments?type=zzz"])
def test_bad_commitment_type_is_answered_with_the_codebook(client: Client, address: str) -> None:
    types = {row["code"] for row in client.get("/api/v1/commitment-types").json()["results"]}
    assert set(client.get(address).json()["known"]) == types


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{LIST}?party=QQ", "party"),
        (f"{LIST}?all_of=UA,QQ", "all_of"),
        ("/api/v1/commitments?debtor=QQ", "debtor"),
        ("/api/v1/changes?party=QQ", "party"),
        ("/api/v1/map?country=QQ", "country"),
    ],
)
def test_bad_party_is_led_to_the_list_of_parties(
    client: Client, address: str, parameter: str
) -> None:
    told = client.get(address).json()
    assert (told["status"], told["code"], told["parameter"]) == (400, "query.value", parameter)
    assert told["detail"] == (
        f"{parameter}: 'QQ' is no party's code: write it like UA, XK or EU."
        " /api/v1/parties lists all."
    )
    assert "known" not in told
    assert client.get("/api/v1/parties").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "party=",
        "party=&party=%20",
        "status=",
        "as_of=",
        "known_at=",
        "q=",
        "all_of=",
        "limit=",
        "after=",
        "before=",
        "count=",
    ],
)
def test_parameter_without_a_value_counts_as_not_there(client: Client, query: str) -> None:
    rows = client.get(LIST).json()["results"]
    assert client.get(f"{LIST}?{query}").json()["results"] == rows


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1--",
        "%",
        "_",
        "\\",
        "*",
        "!!!&|()<->:*",
        '"',
        "\ufffd",
        "the",
    ],
)
def test_odd_searches_find_nothing_and_break_nothing(client: Client, words: str) -> None:
    response = client.get(LIST, {"q": words})
    assert response.status_code == 200
    assert response.json()["results"] == []


def test_thousands_of_parameters_are_refused(client: Client) -> None:
    response = client.get(f"{LIST}?" + "&".join(f"p{n}=1" for n in range(3_500)))
    assert response.status_code == 400
    assert response.json()["code"] == "request.malformed"


@pytest.mark.parametrize(
    "address", [f"{LIST}/A-1001?limit=1", "/api/v1/parties?q=x", "/api/v1/commitment-types?as_of=x"]
)
def test_every_address_knows_its_own_parameters_only(client: Client, address: str) -> None:
    assert client.get(address).json()["code"] == "query.unknown"


def test_first_parameter_that_is_not_utf8_is_named(client: Client) -> None:
    response = client.get(f"{LIST}?limit=1&q=%ED%A0%80&party=%FF")
    assert (response.status_code, response.json()["parameter"]) == (400, "q")
