"""What query parameters mean."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from agreements import filters
from agreements.filters import CharacterError, FilterError
from agreements.models import Card

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def found(query: str) -> list[Card]:
    return list(filters.agreements(QueryDict(query)))


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.mark.usefixtures("noon")
class TestClocks:
    def test_without_a_word_it_is_today_and_now(self) -> None:
        assert filters.clocks({}) == filters.Clocks(NOON.date(), None, is_today=True)
        assert filters.clocks({"as_of": "", "known_at": ""}).is_today

    def test_today_by_name_is_today(self) -> None:
        assert filters.clocks({"as_of": "2026-11-21"}).is_today
        assert not filters.clocks({"as_of": "2026-11-20"}).is_today
        assert not filters.clocks({"known_at": "2026-11-21"}).is_today

    @pytest.mark.parametrize(
        ("written", "moment"),
        [
            ("2024-07-01", datetime(2024, 7, 1, 23, 59, 59, 999999, tzinfo=UTC)),
            ("2024-07-01T12:00", datetime(2024, 7, 1, 12, tzinfo=UTC)),
            ("2024-07-01T12:00:30Z", datetime(2024, 7, 1, 12, 0, 30, tzinfo=UTC)),
            ("2024-07-01T12:00:00+02:00", datetime(2024, 7, 1, 10, tzinfo=UTC)),
            ("2024-07-01T12:00:00 02:00", datetime(2024, 7, 1, 10, tzinfo=UTC)),
            ("2024-07-01T12:00:00.250000Z", datetime(2024, 7, 1, 12, 0, 0, 250000, tzinfo=UTC)),
        ],
    )
    def test_known_at_is_a_moment_or_a_days_end(self, written: str, moment: datetime) -> None:
        assert filters.clocks({"known_at": written}).known_at == moment

    def test_a_programs_clock_may_be_a_little_fast(self) -> None:
        soon = NOON + timedelta(seconds=20)
        assert filters.clocks({"known_at": soon.isoformat()}).known_at == soon
        with pytest.raises(FilterError, match="future"):
            filters.clocks({"known_at": (NOON + timedelta(minutes=5)).isoformat()})

    def test_tomorrow_is_future_in_every_time_zone(self) -> None:
        with pytest.raises(FilterError, match="future"):
            filters.clocks({"known_at": "2026-11-22"})
        with pytest.raises(FilterError, match="future"):
            filters.clocks({"known_at": "2026-11-21T12:30:00-02:00"})


def test_unknown_and_doubled_names_are_listed_in_order() -> None:
    query = QueryDict("b=1&a=2&party=UA&party=PL&q=1&q=2&limit=1&as_of=&as_of=&theme=dark")
    assert filters.unknown(query) == ["a", "b"]
    assert filters.unknown(query, allowed=()) == ["a", "b", "limit", "theme"]
    assert filters.doubled(query) == ["as_of", "q"]


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
class TestAgreements:
    def test_repeated_values_widen_and_names_narrow(self) -> None:
        ukraine, japan = found("party=UA"), found("party=JP")
        assert ukraine
        assert japan
        both = found("party=UA&party=JP")
        assert {c.pk for c in both} == {c.pk for c in [*ukraine, *japan]}
        between = found("party=UA&partner=JP")
        assert {c.pk for c in between} == {c.pk for c in ukraine} & {c.pk for c in japan}

    @pytest.mark.parametrize("written", ["PL,UA", "ua,pl", " UA , PL "])
    def test_all_of_is_between_two_in_any_order(self, written: str) -> None:
        cards = found(f"all_of={written}")
        assert cards
        assert all(card.parties == ["PL", "UA"] for card in cards)

    @pytest.mark.parametrize(
        ("day", "status"),
        [
            ("1951-09-08", "signed"),
            ("1952-04-27", "signed"),
            ("1952-04-28", "in_force"),
            ("1960-06-22", "in_force"),
            ("1960-06-23", "terminated"),
        ],
    )
    def test_status_is_that_of_the_day(self, day: str, status: str) -> None:
        titles = [c.title for c in found(f"all_of=JP,US&as_of={day}&status={status}")]
        assert "Security Treaty between the United States and Japan" in titles

    def test_before_its_first_day_it_is_not_there(self) -> None:
        assert found("all_of=JP,US&as_of=1951-09-07") == []

    def test_status_of_a_day_counts_each_agreement_once(self) -> None:
        cards = found("status=in_force&status=signed&status=terminated&as_of=2020-01-01")
        assert len(cards) == len({card.agreement_id for card in cards}) > 0

    def test_kind_and_commitment_narrow(self) -> None:
        cards = found("kind=mutual_defence_treaty&commitment=mutual_defence")
        assert cards
        for card in cards:
            assert card.kind == "mutual_defence_treaty"
            assert "mutual_defence" in card.commitment_types

    def test_signed_between_takes_what_may_lie_between(self) -> None:
        card = found("signed_from=2024-06-13&signed_to=2024-06-13")[0]
        Card.objects.filter(pk=card.pk).update(
            signed_earliest=date(2024, 6, 1), signed_latest=date(2024, 6, 30)
        )
        assert card.pk in {c.pk for c in found("signed_from=2024-06-30&signed_to=2024")}
        assert card.pk in {c.pk for c in found("signed_to=2024-06-01")}
        assert card.pk not in {c.pk for c in found("signed_from=2024-07")}

    def test_words_are_found_in_titles_and_names(self) -> None:
        titles = [card.title for card in found('q="Treaty of Windsor"')]
        assert titles == ["Treaty of Windsor"]
        assert titles[0] in [card.title for card in found("q=portugal")]
        assert titles[0] not in [card.title for card in found("q=portugal -windsor")]

    @pytest.mark.parametrize(
        "query", ["party=", "party=&party=+", "status=&kind=&commitment=", "q=++", "all_of="]
    )
    def test_empty_values_count_as_not_there(self, query: str) -> None:
        assert len(found(query)) == len(found(""))

    def test_one_empty_value_does_not_widen_the_others(self) -> None:
        assert len(found("party=UA&party=")) == len(found("party=UA"))

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("status=great", "proposed, negotiating"),
            ("kind=x", "mutual_defence_treaty"),
            ("commitment=x", "military_training"),
            ("party=Ukraine", "'UKRAINE' is no party's code"),
            ("all_of=UA", "two parties"),
            ("signed_from=junk", "write 2024"),
            ("signed_to=XXXX-06-13", "needs a year"),
            ("as_of=20240630", "2024-06-30"),
        ],
    )
    def test_wrong_value_is_told_what_would_be_right(self, query: str, says: str) -> None:
        with pytest.raises(FilterError, match=says) as refused:
            found(query)
        assert refused.value.name == query.partition("=")[0]

    @pytest.mark.parametrize("character", ["\0", "\ud800"])
    def test_character_that_no_text_holds_is_refused(self, character: str) -> None:
        query = QueryDict(mutable=True)
        query["q"] = f"treaty{character}"
        with pytest.raises(CharacterError) as refused:
            filters.agreements(query)
        assert refused.value.name == "q"


@pytest.mark.usefixtures("db")
def test_a_strength_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(FilterError, match="'firm' is not known; these are: mentioned, intent"):
        found("min_strength=firm")
