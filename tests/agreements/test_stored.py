"""That cards read in words of SQL are those that Django's queries find."""

from datetime import UTC, date, datetime

import pytest

from agreements import cards, paging, stored
from agreements.clocks import Clocks
from agreements.models import Card
from agreements.paging import NEWEST, Place, Stretch
from tests.record import load_record

MOMENTS = (None, datetime.now(UTC).replace(year=2100), datetime(2000, 1, 1, tzinfo=UTC))
DAYS = (date(2026, 1, 1), date(1960, 6, 15), date(1300, 1, 1))


def by_django(at: Clocks) -> list[stored.Row]:
    found = cards.standing_on(at.as_of, known_at=at.known_at).order_by(*NEWEST.keys())
    return [
        stored.Row(card.agreement_id, card.order_day, card.row_json, card.status) for card in found
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_all_agreements_come_as_django_finds_them(day: date, moment: datetime | None) -> None:
    load_record()
    at = Clocks(day, moment, is_today=False)
    assert stored.newest(at)(Stretch(None, is_backwards=False, rows=1000)) == by_django(at)


@pytest.mark.django_db
def test_pages_lead_through_all_of_them_and_back() -> None:
    load_record()
    at = Clocks(date(2026, 1, 1), None, is_today=False)
    walked, place = [], Place()
    while True:
        page = paging.page_of(stored.newest(at), limit=70, place=place)
        walked.append(page.rows)
        if page.following is None:
            break
        place = Place(after=page.following)
    assert [row for rows in walked for row in rows] == by_django(at)
    for rows in reversed(walked[:-1]):
        page = paging.page_of(stored.newest(at), limit=70, place=Place(before=page.preceding or ""))
        assert page.rows == rows
    assert page.preceding is None


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_one_agreement_comes_as_django_finds_it(moment: datetime | None) -> None:
    load_record()
    at = Clocks(date(1960, 6, 15), moment, is_today=False)
    standing = cards.standing_on(at.as_of, known_at=moment)
    told = {card.agreement_id: (card.item_json, card.status) for card in standing}
    for number in Card.objects.values_list("agreement", flat=True)[:40]:
        found = stored.item(number, at)
        assert (found and (found.item_json, found.status)) == told.get(number)
