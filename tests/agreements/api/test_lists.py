"""What all lists share: walks that are held to the moment they began, cursors of one list alone."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from agreements import ledger
from agreements.folding import holdings
from agreements.merging import merge
from agreements.models import Decision, RecordVersion
from agreements.proposal import Citation, ProposedMilestone
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/agreements"


def keys(client: Client, address: str | None) -> list[str]:
    """Return the keys of all rows of a walk that begins there."""
    met = []
    while address:
        told = client.get(address).json()
        met += [row["key"] for row in told["results"]]
        address = told["next"]
    return met


def move(number: int, day: str) -> None:
    """Have another date of signing speak for an agreement, which moves it in the list."""
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        (held,) = holdings([number])
        ledger.close(made, [m for m in held.milestones if m.kind == "signed"])
        source = Citation("A handbook", "https://book.test", is_opened=True, note="")
        said = ProposedMilestone(kind="signed", date=day, sources=(source,))
        (left,) = holdings([number])
        plan = merge(left, [said], document_id=None, told_on=made.at.date())
        ledger.carry_out(made, [plan])


def test_correction_during_a_walk_moves_no_row_of_it(client: Client, approve: Approve) -> None:
    late = approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    before = keys(client, f"{LIST}?limit=100")
    first = client.get(f"{LIST}?limit=100").json()
    move(1001, "2026-11-20")
    move(int(late.removeprefix("A-")), "1900-01-01")
    rest = keys(client, first["next"])
    assert [row["key"] for row in first["results"]] + rest == before
    after = keys(client, f"{LIST}?limit=100")
    assert after.index("A-1001") < 100 < before.index("A-1001")
    assert after.index(late) > 100 > before.index(late)


def test_addresses_of_other_pages_name_the_clocks_of_the_walk(client: Client) -> None:
    changed_at = RecordVersion.objects.get().changed_at
    assert changed_at is not None
    first = client.get(f"{LIST}?limit=2&party=UA").json()
    assert (first["as_of"], first["known_at"]) == (f"{timezone.now():%Y-%m-%d}", None)
    second = client.get(first["next"]).json()
    assert second["as_of"] == first["as_of"]
    assert second["known_at"] == f"{changed_at:%FT%T.%f}Z"
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_a_cursor_alone_goes_on_with_the_walk_it_is_of(client: Client) -> None:
    ours = "limit=2&party=UA&as_of=2020-06-30"
    first = client.get(f"{LIST}?{ours}").json()
    cursor = dict(parse_qsl(urlsplit(first["next"]).query))["after"]
    second = client.get(first["next"]).json()
    alone = client.get(LIST, {"limit": 2, "party": "UA", "after": cursor}).json()
    assert alone["results"] == second["results"]
    assert (alone["as_of"], alone["known_at"]) == (second["as_of"], second["known_at"])
    assert alone["next"] == second["next"]
    for clash in ({"as_of": "2021-06-30"}, {"known_at": "2020-01-01"}):
        told = client.get(LIST, {"limit": 2, "party": "UA", "after": cursor} | clash).json()
        assert told["code"] == "query.cursor"


def test_a_walk_with_a_moment_of_its_own_goes_on_by_what_was_asked_and_a_cursor(
    client: Client,
) -> None:
    ours = {"limit": "2", "party": "UA", "known_at": f"{timezone.now():%FT%T.%f}Z"}
    first = client.get(LIST, ours).json()
    cursor = dict(parse_qsl(urlsplit(first["next"]).query))["after"]
    second = client.get(LIST, ours | {"after": cursor}).json()
    assert second["results"] == client.get(first["next"]).json()["results"]


@pytest.mark.parametrize("more", ["~2020-13-01~", "~~", "~2020-01-01", "~2020-01-01~~x"])
def test_cursor_with_other_clocks_than_its_own_is_refused(client: Client, more: str) -> None:
    following = client.get(f"{LIST}?limit=2").json()["next"]
    place = dict(parse_qsl(urlsplit(following).query))["after"].split("~")[0]
    for cursor in (place + more, more):
        told = client.get(LIST, {"limit": 2, "after": cursor}).json()
        assert (told["code"], told["parameter"]) == ("query.cursor", "after")


def test_moment_after_the_last_change_is_held_to_that_change(client: Client) -> None:
    changed_at = RecordVersion.objects.get().changed_at
    first = client.get(f"{LIST}?limit=2&known_at={timezone.now():%FT%T.%f}Z").json()
    assert f"known_at={changed_at:%FT%T.%f}Z" in first["next"]


def test_walk_may_go_on_with_pages_of_another_size(client: Client) -> None:
    before = keys(client, f"{LIST}?party=UA&limit=200")
    first = client.get(f"{LIST}?party=UA&limit=3").json()
    rest = keys(client, first["next"].replace("limit=3", "limit=200"))
    assert [row["key"] for row in first["results"]] + rest == before


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("party=UA", ""),
        ("party=UA", "party=US"),
        ("party=UA", "partner=UA"),
        ("party=UA", "party=UA&party=US"),
        ("", "party=UA"),
        ("as_of=2020-01-01", "as_of=2020-01-02"),
    ],
)
@pytest.mark.parametrize("name", ["after", "before"])
def test_cursor_of_another_query_is_refused(
    client: Client, ours: str, theirs: str, name: str
) -> None:
    following = urlsplit(client.get(f"{LIST}?limit=3&{ours}").json()["next"])
    pinned = dict(parse_qsl(following.query))
    cursor = pinned.pop("after")
    assert client.get(LIST, pinned | {"after": cursor}).status_code == 200
    kept = {n: v for n, v in pinned.items() if n in {"as_of", "known_at"} and n not in theirs}
    told = client.get(f"{LIST}?{urlencode(kept | {name: cursor})}&{theirs}")
    assert (told.status_code, told.json()["code"]) == (400, "query.cursor")
    assert told.json()["parameter"] == name


@pytest.mark.parametrize("cut", [1, 4, 20])
def test_cut_cursor_is_refused(client: Client, cut: int) -> None:
    following = client.get(f"{LIST}?limit=1").json()["next"]
    assert following.partition("after=")[2].count("&") == 0
    assert client.get(following).status_code == 200
    assert client.get(following[:-cut]).json()["code"] == "query.cursor"
