"""Pages and API answer alike: whatever is asked, every count is the same."""

import json
import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.filters import as_firm_as
from tests.agreements.tally.test_selection import QUERIES

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
MANY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def told(client: Client, query: QueryDict) -> dict[str, Any]:
    """Return what the API says, all pages of it in one."""
    address = f"/api/v1/agreements?{query.urlencode()}&limit=200&count=1"
    results: list[Any] = []
    counts = set()
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        page = json.loads(answer.content)
        results += page["results"]
        counts.add(page["count"])
        address = page["next"]
    assert counts == {len(results)}
    return {"count": len(results), "results": results}


def single(query: QueryDict) -> QueryDict:
    """Return the query without second values of what may stand once: the API refuses those.

    A misspelt word is searched for as it is in the API, and as it was meant on a page.
    """
    once = query.copy()
    for name in ("as_of", "all_of", "min_strength", "signed_from", "signed_to", "q"):
        if name in once:
            once[name] = str(once[name])
    return once


def page_of(client: Client, path: str, query: QueryDict) -> str:
    response = client.get(f"{path}?{query.urlencode()}")
    assert response.status_code == 200
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


@MANY
@given(query=QUERIES.map(single))
def test_the_list_counts_and_shows_what_the_api_does(client: Client, query: QueryDict) -> None:
    api = told(client, query)
    page = page_of(client, "/agreements", query)
    assert f'id="count">{api["count"]} agreement' in page
    shown = re.findall(r'class="result__title"><a href="/agreements/(A-\d+)', page)
    assert shown == [row["key"] for row in api["results"][:25]]


@MANY
@given(query=QUERIES.map(single), name=st.sampled_from(["party", "status", "commitment", "kind"]))
def test_a_facet_offers_what_the_api_counts_without_it(
    client: Client, query: QueryDict, name: str
) -> None:
    page = page_of(client, "/agreements", query)
    pattern = rf'name="{name}" value="([^"]+)"[^>]*> <span>[^<]*</span> <span [^>]*>(\d+)<'
    more = re.search(rf'<select[^>]* name="{name}".*?</select>', page)
    listed = re.findall(r'value="([^"]+)">[^<]* \((\d+)\)<', more[0] if more else "")
    found = [*re.findall(pattern, page), *listed]
    offered = {value: int(count) for value, count in found if count != "0"}
    without = query.copy()
    without.pop(name, None)
    counts: Counter[str] = Counter()
    for row in told(client, without)["results"]:
        firm = as_firm_as(query.get("min_strength") or "mentioned")
        made = {c["type"] for c in row["commitments"] if _is_made(c) and c["strength"] in firm}
        values = {
            "party": [party["code"] for party in row["parties"]],
            "status": [row["status"]],
            "commitment": made,
            "kind": [row["kind"]] if row["kind"] else [],
        }
        counts.update(values[name])
    assert offered == counts


@MANY
@given(query=QUERIES.map(single))
def test_the_map_counts_what_the_api_finds_in_force(client: Client, query: QueryDict) -> None:
    query.setlist("status", ["in_force"])
    counts: Counter[str] = Counter()
    for row in told(client, query)["results"]:
        counts.update(party["name"] for party in row["parties"])
    page = page_of(client, "/", query)
    on_map = dict(re.findall(r'aria-label="([^"]+): (\d+) agreements?"', page))
    assert {name: int(count) for name, count in on_map.items() if count != "0"} == {
        name: count for name, count in counts.items() if name in on_map
    }


def _is_made(commitment: dict[str, Any]) -> bool:
    return bool(commitment["held"] == "made" and commitment["rank"] != "withdrawn")
