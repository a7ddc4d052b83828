"""The tally counts what the database finds, whatever is asked and whatever has changed."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import curation, filters, tally
from agreements.curation import Verdict
from agreements.models import AgreementKind, Decision, Status
from agreements.tally import keeping, selection
from agreements.tally.table import Tally
from tests.agreements.pages.conftest import TEXT, MakeDraft, editor, make_draft

__all__ = ["editor", "make_draft"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
DAYS = st.dates(date(1940, 1, 1), date(2030, 1, 1)).map(str)
PARTIES = st.sampled_from(["UA", "US", "GB", "JP", "AU", "FR", "PL", "KE"])
PARAMETERS = {
    "as_of": DAYS,
    "party": PARTIES,
    "partner": PARTIES,
    "all_of": st.sampled_from(["UA,US", "GB,UA", "JP,AU"]),
    "status": st.sampled_from(Status.values),
    "kind": st.sampled_from(AgreementKind.values),
    "commitment": st.sampled_from(["mutual_defence", "military_training", "cyber_security"]),
    "min_strength": st.sampled_from(["mentioned", "intent", "duty"]),
    "signed_from": st.sampled_from(["1950", "2014-06", "2024-01-12", "2026"]),
    "signed_to": st.sampled_from(["1960", "2014-06", "2024-01-12"]),
    "q": st.sampled_from(["defence", '"security agreement"', "training -cyber", "nonsense"]),
}
QUERIES = st.lists(
    st.sampled_from(sorted(PARAMETERS)).flatmap(
        lambda name: st.tuples(st.just(name), PARAMETERS[name])
    ),
    max_size=4,
).map(lambda pairs: QueryDict(urlencode(pairs)))


def assert_same(query: QueryDict) -> None:
    chosen, found = filters.selected(query), list(filters.agreements(query))
    assert chosen.cards() == sorted(card.pk for card in found)
    assert chosen.count() == len(found)
    assert chosen.count_by("party") == Counter(code for card in found for code in card.parties)
    assert chosen.count_by("kind") == Counter(card.kind for card in found if card.kind)
    assert chosen.count_by_status() == Counter(card.status for card in found)
    types = Counter(code for card in found for code in card.commitment_types)
    assert chosen.count_by("commitment") == types


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=QUERIES)
def test_any_question_is_counted_as_the_database_answers_it(query: QueryDict) -> None:
    assert_same(query)


def test_a_strength_asks_for_a_commitment_so_firm_or_firmer(
    make_draft: MakeDraft, editor: User
) -> None:
    def count(query: str) -> int:
        assert_same(QueryDict(query))
        return filters.selected(QueryDict(query)).count()

    before = count("min_strength=intent")
    assert count("min_strength=mentioned") > before
    draft = make_draft()
    done = curation.approve(draft.pk, editor, Verdict(version=draft.version))
    assert count("min_strength=intent") == before + 1
    between = "all_of=FJ,KE&min_strength"
    assert count(f"{between}=mentioned&commitment=military_training") == 1
    assert count(f"{between}=intent&commitment=military_training&commitment=cyber_security") == 1
    assert count(f"{between}=duty&commitment=military_training") == 0
    # What is expressly excluded is not held, however firmly.
    assert count(f"{between}=mentioned&commitment=mutual_defence") == 0
    chosen = filters.selected(QueryDict("all_of=FJ,KE"))
    assert chosen.count_as_firm(filters.as_firm_as("intent")) == {"military_training": 1}
    curation.undo(done.pk, editor)
    assert count("min_strength=intent") == before
    assert count(f"min_strength=intent&known_at={done.at:%Y-%m-%dT%H:%M:%S.%fZ}") == before + 1


def test_what_an_editor_changes_is_counted_at_once_and_the_past_stays(
    make_draft: MakeDraft, editor: User
) -> None:
    assert_same(QueryDict("party=KE"))
    draft = make_draft()
    first = curation.approve(draft.pk, editor, Verdict(version=draft.version))
    assert_same(QueryDict("party=KE"))
    assert filters.selected(QueryDict("party=KE&partner=FJ")).count() == 1
    more = make_draft(text=f"{TEXT} Again.", signed="2026-03")
    verdict = Verdict(version=more.version, agreement=first.agreement)
    second = curation.approve(more.pk, editor, verdict)
    assert_same(QueryDict(""))
    curation.undo(second.pk, editor)
    curation.undo(first.pk, editor)
    assert_same(QueryDict("party=KE"))
    moments = [d.at for d in Decision.objects.filter(pk__in=[first.pk, second.pk])]
    for moment in (*moments, *(m - timedelta(microseconds=1) for m in moments)):
        assert_same(QueryDict(urlencode({"known_at": moment.isoformat()})))
    before = first.at - timedelta(seconds=1)
    known = tally.select(timezone.now().date(), known_at=before)
    assert known.between(["FJ", "KE"]).count() == 0


def test_changes_are_added_and_nothing_is_read_anew(
    make_draft: MakeDraft, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tally.current()
    draft = make_draft()
    curation.approve(draft.pk, editor, Verdict(version=draft.version))
    asked: list[int] = []
    with_new = keeping._with_new

    def told(kept: Tally) -> Tally:
        asked.append(len(kept.cards))
        return with_new(kept)

    monkeypatch.setattr(keeping, "_with_new", told)
    after = tally.current()
    assert asked == [len(before.cards)]
    assert len(after.cards) == len(before.cards) + 1
    assert tally.current() is after


def test_a_record_that_went_back_is_counted_anew(make_draft: MakeDraft, editor: User) -> None:
    draft = make_draft()
    with transaction.atomic():
        curation.approve(draft.pk, editor, Verdict(version=draft.version))
        assert filters.selected(QueryDict("party=FJ&partner=KE")).count() == 1
        transaction.set_rollback(True)
    assert filters.selected(QueryDict("party=FJ&partner=KE")).count() == 0
    assert_same(QueryDict("party=FJ"))


def test_the_newest_are_those_that_a_list_begins_with(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = tally.select(date(2026, 1, 1))
    outright = standing.newest(10_000)
    assert len(outright) == standing.count()
    monkeypatch.setattr(selection, "_FEW", 5)
    for number in (1, 2, 25, 100):
        assert standing.newest(number) == outright[:number]


def test_other_days_are_of_the_same_knowledge() -> None:
    today = tally.select(date(2026, 1, 1))
    past = today.of_any_party(["UA"]).on(date(1999, 12, 31))
    assert past.cards() == tally.select(date(1999, 12, 31)).cards()
    assert today.on(date(1300, 1, 1)).count() == 0


def test_to_know_the_tally_costs_one_query(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    tally.current()
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's
        tally.select(date(2026, 1, 1)).of_any_party(["UA"]).count_by("commitment")


def test_counts_of_many_days_are_those_of_each() -> None:
    found = tally.select(date(2025, 1, 1)).of_any_party(["US"])
    days = [date(1900, 1, 1), date(1951, 9, 1), date(1951, 9, 2), date(2024, 6, 30)]
    counted = found.counts_surely_signed_by(days)
    assert counted == [found.surely_signed_by(day).count() for day in days]
    assert counted[0] < counted[-1]
