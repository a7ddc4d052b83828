"""A draft's values as rows: against the record, against other texts, on words that are there."""

import gzip
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Draft, Milestone
from agreements.proposal import Proposal, ProposedMilestone, ProposedTerm, Quote
from tests import cast
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def decide(client: Client, draft: Draft, **form: object) -> HttpResponse:
    keep = [*range(len(draft.proposed["statements"]))]
    page = told(client.get(f"/review/{draft.pk}"))
    record = re.findall(r'name="record" value="([^"]*)"', page)
    sent = {"verdict": "approve", "version": draft.version, "agreement": "", "keep": keep}
    sent |= {"record": record} | form
    response = client.post(f"/review/{draft.pk}/decide", sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.fixture
def published(desk: Client, make_draft: MakeDraft) -> Agreement:
    """The Harbour Pact, on record as signed on 2 March 2026."""
    draft = make_draft()
    decide(desk, draft)
    draft.refresh_from_db()
    assert draft.match is not None
    return draft.match


def row(page: str, place: int) -> str:
    """Return the row of a value, up to the next one."""
    found = re.search(rf'<div class="field[^>]* id="v{place}".*?(?=<div class="field |$)', page)
    assert found is not None
    return found.group()


def test_new_record_has_no_differences(desk: Client, make_draft: MakeDraft) -> None:
    page = told(desk.get(f"/review/{make_draft().pk}"))
    assert "4 new, 0 to check" in page
    assert "<del>" not in page
    assert "<ins>" not in page


def test_what_says_the_same_as_the_record_is_counted_and_quiet(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    page = told(desk.get(f"/review/{make_draft(text=f'{TEXT} Again.').pk}"))
    assert "4 the same, 0 to check" in page
    assert page.count('class="field field--same"') == 4


def test_more_exact_value_is_shown_as_removed_and_added(
    desk: Client, make_draft: MakeDraft
) -> None:
    first = make_draft(signed="2026-03")
    decide(desk, first)
    second = make_draft(text=f"{TEXT} Again.")
    page = told(desk.get(f"/review/{second.pk}"))
    assert "1 changed, 3 the same, 0 to check" in page
    signed = row(page, 1)
    assert re.search(r"<del><span class=\"unseen\">removed: .{,60}March 2026</span>", signed)
    assert re.search(r"<ins><span class=\"unseen\">added: .{,60}2 March 2026</span>", signed)


def test_only_changes_are_shown_until_all_are_asked_for(
    desk: Client, make_draft: MakeDraft
) -> None:
    decide(desk, make_draft(signed="2026-03"))
    second = make_draft(text=f"{TEXT} Again.")
    shown = re.compile(r"data-all checked")
    assert not shown.search(told(desk.get(f"/review/{second.pk}")))
    assert shown.search(told(desk.get(f"/review/{second.pk}?all=1")))


def test_undecided_conflict_with_the_record_blocks_approval_and_takes_the_focus(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    draft = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    page = told(desk.get(f"/review/{draft.pk}?agreement={published.key}"))
    assert 'Sources differ on: <a href="#v1">Signed</a>' in page
    assert published.key in row(page, 1)
    assert "2 March 2026" in row(page, 1)
    response = decide(desk, draft, agreement=published.key)
    assert response.status_code == 409
    assert "Sources differ on: Signed" in told(response)
    assert re.search(r'name="rule-1" value="keep" autofocus', told(response))
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN


@pytest.mark.parametrize(
    ("ruling", "preferred", "contested"),
    [
        ("keep", "2026-03-02", ["2026-03-05"]),
        ("speak", "2026-03-05", ["2026-03-02"]),
        ("empty", "2026-03-02", []),
    ],
)
def test_conflict_is_published_as_it_was_ruled(
    desk: Client,
    make_draft: MakeDraft,
    published: Agreement,
    ruling: str,
    preferred: str,
    contested: list[str],
) -> None:
    draft = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    response = decide(desk, draft, agreement=published.key, keep=[0, 2, 3], **{"rule-1": ruling})
    assert response.status_code == 302
    held = Milestone.objects.filter(agreement=published, known_to=None)
    assert held.get(rank="preferred").date == preferred
    assert [m.date for m in held.filter(rank="contested")] == contested


def test_conflict_between_two_texts_shows_the_words_of_both(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft, other = make_draft(), make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    Draft.objects.filter(pk=other.pk).update(head=draft)
    signed = row(told(desk.get(f"/review/{draft.pk}")), 1)
    assert f'href="/review/{other.pk}">The Suva Ledger</a>: <span title="2026-03-05">' in signed
    assert signed.count("signed the Harbour Pact in Suva on 2 March 2026</q>") == 2
    assert 'value="speak"' not in signed
    assert decide(desk, draft).status_code == 409
    assert decide(desk, draft, **{"rule-1": "keep"}).status_code == 302
    other.refresh_from_db()
    assert other.state == Draft.State.OPEN


def test_conflict_left_empty_is_not_published(desk: Client, make_draft: MakeDraft) -> None:
    draft, other = make_draft(), make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    Draft.objects.filter(pk=other.pk).update(head=draft)
    response = decide(desk, draft, keep=[0, 2, 3], **{"rule-1": "empty"})
    assert response.status_code == 409
    assert "Nothing would say where the agreement stands" in told(response)


def test_another_name_for_it_is_no_conflict_to_decide(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    draft = make_draft(text=f"{TEXT} Again.")
    proposal = Proposal.from_json(draft.proposed)
    name = replace(proposal.statements[0], value="Suva Pact")  # type: ignore[arg-type]  # a term
    told_so = replace(proposal, statements=(name, *proposal.statements[1:]))
    renamed = cast.draft(draft.document, told_so, ordinal=7)
    page = told(desk.get(f"/review/{renamed.pk}?agreement={published.key}"))
    assert "contradicts the record" in row(page, 0)
    assert 'value="keep" checked' in row(page, 0)
    assert decide(desk, renamed, agreement=published.key).status_code == 302


def test_text_that_came_later_is_told_of_and_not_applied(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    other = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    Draft.objects.filter(pk=other.pk).update(head=draft)
    page = told(desk.get(f"/review/{draft.pk}?seen=0"))
    assert "1 new source arrived" in page
    assert "Also told by" not in page
    assert "rule-1" not in page
    sent = {"do": "open:1", "version": 1, "seen": 0, "keep": [0, 1, 2, 3]}
    assert "1 new source arrived" in told(desk.post(f"/review/{draft.pk}/values", sent))
    assert "1 new source arrived" not in told(desk.get(f"/review/{draft.pk}"))
    assert decide(desk, draft, seen=0).status_code == 302


def test_records_and_drafts_near_in_time_are_named_as_possible_duplicates(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    waiting = make_draft(text=f"{TEXT} Again.", signed="2026-04-20")
    draft = make_draft(text=f"{TEXT} More.", signed="2026-04-28")
    Draft.objects.update(head=None)
    page = told(desk.get(f"/review/{draft.pk}?agreement="))
    assert "Possible duplicates" in page
    assert f'<li><a href="/agreements/{published.key}">' in page
    assert f'waiting: <a href="/review/{waiting.pk}">' in page
    far = make_draft(text=f"{TEXT} Years on.", signed="2029-04-28")
    Draft.objects.update(head=None)
    assert "Possible duplicates" not in told(desk.get(f"/review/{far.pk}?agreement="))


def test_quote_that_the_text_does_not_say_is_marked_and_keeps_the_draft_back(
    desk: Client, make_draft: MakeDraft
) -> None:
    document = make_draft().document
    signed = ProposedMilestone(kind="signed", sources=(Quote(0, 5, "Tonga"),))
    draft = cast.draft(document, Proposal(("FJ", "KE"), (signed,)), ordinal=5)
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "quote not found in text" in page
    assert "1 to check" in page
    response = decide(desk, draft)
    assert response.status_code == 409
    assert "is not what the document says there" in told(response)


class Weigher(HTMLParser):
    """Counts the elements of a page."""

    elements = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements += 1


def test_page_of_a_normal_draft_is_light(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    draft = make_draft(text=TEXT + " And much more was said of it on that day." * 120)
    proposal = Proposal.from_json(draft.proposed)
    more = [
        ProposedTerm(
            name="identifier", value=f"UNTS:{n}", sources=(Quote(n, n + 9, TEXT[n : n + 9]),)
        )
        for n in range(16)
    ]
    rich = replace(proposal, statements=(*proposal.statements, *more))
    page = desk.get(f"/review/{cast.draft(draft.document, rich, ordinal=3).pk}").content
    weigher = Weigher()
    weigher.feed(page.decode())
    assert len(gzip.compress(page)) <= 30_000
    assert weigher.elements <= 1_000


def test_page_costs_as_many_queries_with_texts_beside_it_as_without(
    desk: Client,
    make_draft: MakeDraft,
    published: Agreement,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    draft = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    for number in range(5):
        other = make_draft(text=f"{TEXT} {number}.", signed=f"2026-03-1{number}")
        Draft.objects.filter(pk=other.pk).update(head=draft)
    desk.get(f"/review/{draft.pk}")
    with django_assert_max_num_queries(16):
        desk.get(f"/review/{draft.pk}")
