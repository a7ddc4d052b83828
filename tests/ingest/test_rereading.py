"""Reading again with a later reader: what nobody touched gives way, what editors did stays."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from agreements import curation
from agreements.intake import Reread
from agreements.models import Draft
from agreements.models.draft import DraftQuerySet
from agreements.verification import verify
from ingest import pipeline, reader
from ingest.reader.records import Record
from ingest.rereading import reread
from tests.ingest.articles import hand_in
from tests.record import load_record

pytestmark = pytest.mark.django_db
Change = Callable[[Callable[[Record], Record | None]], None]


@pytest.fixture(autouse=True)
def first_reading() -> Draft:
    load_record()
    pipeline.read(hand_in(published=date(2026, 3, 4)).article.pk)
    return Draft.objects.get()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Change:
    """A later version of the reader, whose records pass through a change."""
    whole = reader.read

    def use(change: Callable[[Record], Record | None]) -> None:
        def read(
            text: str, *, published: date | None, title: str | None, publisher: str | None
        ) -> tuple[Record, ...]:
            found = whole(text, published=published, title=title, publisher=publisher)
            changed = (change(record) for record in found)
            return tuple(record for record in changed if record is not None)

        monkeypatch.setattr(reader, "read", read)
        monkeypatch.setattr(reader, "READER_VERSION", "later")

    return use


def without_duration(record: Record) -> Record:
    return replace(record, duration_years=None)


def waiting() -> list[tuple[str, int | None]]:
    return list(DraftQuerySet(Draft).waiting().values_list("reader_version", "head"))


def test_the_same_reading_again_changes_nothing() -> None:
    assert reread() == Counter()
    assert Draft.objects.count() == 1


def test_a_later_reading_that_finds_the_same_offers_nothing(later: Change) -> None:
    later(lambda record: record)
    assert reread() == Counter({Reread.SAME: 1})
    assert Draft.objects.count() == 1


def test_a_draft_that_nobody_touched_gives_way(later: Change) -> None:
    later(without_duration)
    assert reread() == Counter({Reread.REPLACED: 1})
    assert waiting() == [("later", None)]
    assert reread() == Counter()
    assert verify().differences == []


def test_a_draft_under_somebodys_eyes_stays_and_the_new_one_waits_behind(
    later: Change, first_reading: Draft
) -> None:
    curation.take_lease(first_reading, User.objects.create_user("olena"))
    later(without_duration)
    assert reread() == Counter({Reread.BEHIND: 1})
    assert [head for _, head in waiting()] == [None]
    assert Draft.objects.get(reader_version="later").head == first_reading


def test_what_was_rejected_is_not_offered_again(later: Change, first_reading: Draft) -> None:
    editor = User.objects.create_user("olena")
    curation.reject(first_reading.pk, editor, version=1, reason="Not an agreement")
    later(without_duration)
    assert reread() == Counter({Reread.SAME: 1})
    assert waiting() == []


def test_what_was_approved_is_offered_again_only_where_it_would_change_the_record(
    later: Change, first_reading: Draft
) -> None:
    editor = User.objects.create_user("olena")
    kept = Draft.objects.get().proposed["statements"]
    duration = next(n for n, s in enumerate(kept) if s.get("name") == "duration_years")
    verdict = curation.Verdict(version=1, left_out=[duration])
    curation.approve(first_reading.pk, editor, verdict)
    later(without_duration)
    assert reread() == Counter({Reread.SAME: 1})
    assert Draft.objects.count() == 1


def test_a_draft_that_is_no_longer_made_goes(later: Change) -> None:
    later(lambda record: None)
    assert reread() == Counter({Reread.GONE: 1})
    assert waiting() == []
    assert verify().differences == []


def test_an_old_lease_protects_nothing(later: Change, first_reading: Draft) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Draft.objects.update(lease_by=User.objects.create_user("olena"), lease_until=past)
    later(without_duration)
    assert reread() == Counter({Reread.REPLACED: 1})
