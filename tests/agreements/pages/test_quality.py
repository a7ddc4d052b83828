from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Draft, Opinion
from agreements.said import Said
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.dealt import house, taras
from tests.agreements.pages.test_review import told

__all__ = ["house", "taras"]


@pytest.fixture
def decided(make_draft: MakeDraft, editor: User, taras: Client) -> Draft:
    """A draft that Olena has approved but for its last value; Taras is asked again."""
    draft = make_draft()
    verdict = Verdict(draft.version, left_out=[3], seconds=12)
    curation.approve(draft.pk, editor, verdict)
    return draft


def many_pairs(draft: Draft, editor: User, count: int, *, differing: int) -> None:
    """As many opinions as that of one draft's like, some of them otherwise."""
    yes, no = Said("approve", proposal=None), Said.rejection("Read wrongly")
    yes = Said.from_json({"verb": "approve", "published": draft.proposed})
    Opinion.objects.all().delete()
    for number in range(count):
        first = yes if number % 2 else no
        other = (no if number % 2 else yes) if number < differing else first
        copy = Draft.objects.get(pk=draft.pk)
        copy.pk, copy.ordinal = None, 100 + number
        copy.save()
        Opinion.objects.create(
            draft=copy,
            purpose="again",
            editor=editor,
            verdict=other.to_json() | {"first": first.to_json()},
            said_at=timezone.now() - timedelta(days=number % 40),
            settled_at=timezone.now(),
        )


def test_who_is_asked_again_sees_nothing_of_what_was_decided(
    desk: Client, taras: Client, decided: Draft
) -> None:
    assert f"/review/{decided.pk}" in told(taras.get("/review"))
    assert f"/review/{decided.pk}" not in told(desk.get("/review"))
    page = told(taras.get(f"/review/{decided.pk}"))
    assert page.count('name="keep"') == page.count(" checked") == 4
    draft = Draft.objects.select_related("match").get(pk=decided.pk)
    assert draft.match is not None
    for hidden in ("olena", draft.match.key, "on record"):
        assert hidden not in page


def test_what_is_said_again_publishes_nothing_and_goes_on(taras: Client, decided: Draft) -> None:
    form = {"verdict": "approve", "version": decided.version, "keep": [0, 1, 2, 3]}
    response = taras.post(f"/review/{decided.pk}/again", form)
    assert response.headers["Location"] == "/review"
    assert Opinion.objects.exclude(said_at=None).count() == 1
    assert f"/review/{decided.pk}" not in told(taras.get("/review"))
    assert "1 pair so far" in told(taras.get("/review/quality"))


def test_a_rejection_without_a_reason_is_refused(taras: Client, decided: Draft) -> None:
    form = {"verdict": "reject", "version": decided.version}
    response = taras.post(f"/review/{decided.pk}/again", form)
    assert response.status_code == 409
    assert "Say why the draft is rejected" in told(response)


def test_the_first_editor_is_not_asked(desk: Client, decided: Draft) -> None:
    form = {"verdict": "approve", "version": decided.version}
    assert desk.post(f"/review/{decided.pk}/again", form).headers["Location"] == "/review"
    assert not Opinion.objects.exclude(said_at=None).exists()


def test_few_pairs_are_said_to_be_too_few(desk: Client, decided: Draft) -> None:
    page = told(desk.get("/review/quality"))
    assert "too few: 20 are needed" in page
    assert "1 waiting" in page


def test_editors_who_differ_need_a_talk(desk: Client, editor: User, decided: Draft) -> None:
    many_pairs(decided, editor, 30, differing=12)
    page = told(desk.get("/review/quality"))
    assert "the codebook needs a talk about Verdict" in page
    assert " to " in page


def test_editors_who_agree_do_not(desk: Client, editor: User, decided: Draft) -> None:
    many_pairs(decided, editor, 30, differing=0)
    page = told(desk.get("/review/quality"))
    assert "needs a talk" not in page
    assert "nobody differed" in page


def test_editors_see_their_own_figures_and_staff_all(
    desk: Client, taras: Client, editor: User, decided: Draft
) -> None:
    own = told(desk.get("/review/quality"))
    assert "12 s" in own
    assert "none approved" not in own
    assert ">olena<" in own
    assert ">olena<" not in told(taras.get("/review/quality"))
    User.objects.filter(username="taras").update(is_staff=True)
    assert ">olena<" in told(taras.get("/review/quality"))


def test_what_editors_change_is_counted_by_reader_and_field(desk: Client, decided: Draft) -> None:
    page = told(desk.get("/review/quality"))
    row = page[
        page.index('<th scope="row">Expressly excluded</th> <td class="quality__number">1') :
    ]
    assert row.count("100 %", 0, 400) == 1


def test_the_page_asks_the_database_a_bounded_number_of_times(
    desk: Client, editor: User, decided: Draft
) -> None:
    many_pairs(decided, editor, 40, differing=3)
    desk.get("/review/quality")
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get("/review/quality")
    assert len(few) <= 14


def test_nobody_who_is_not_signed_in_sees_it(client: Client) -> None:
    assert client.get("/review/quality").status_code == 302
