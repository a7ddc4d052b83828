"""Where editors looked and found none: kept with who and when, and taken back, never rubbed out."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements import coverage, looking
from agreements.coverage import Checked
from agreements.models import Look
from tests.agreements.pages.conftest import editor

__all__ = ["editor"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
DAY = date(2026, 11, 3)


def said(*parties: str) -> looking.Said:
    return looking.Said(parties, DAY, "UN Treaty Series, volumes 1 to 3100", "By party's name.")


def test_a_party_that_was_looked_for_is_checked_and_no_longer_not_checked(editor: User) -> None:
    assert coverage.read({}, None).get("BW") is None
    looking.say(said("BW"), editor)
    told = coverage.read({}, None)["BW"]
    assert told.checked == Checked.NONE_FOUND
    assert told.checked_on == DAY
    assert coverage.read({"BW": 1}, None)["BW"].checked == Checked.FOUND


def test_a_look_at_two_says_nothing_of_either_alone(editor: User) -> None:
    looking.say(said("KE", "BW"), editor)
    assert "BW" not in coverage.read({}, None)
    found = looking.of("KE", "BW")
    assert found is not None
    assert (found.party_id, found.partner_id) == ("BW", "KE")
    assert looking.of("BW") is None


def test_a_word_taken_back_stands_no_more_and_stays_in_the_history(editor: User) -> None:
    look = looking.say(said("BW"), editor)
    then = timezone.now()
    assert looking.take_back(look.pk, editor, reason="The wrong party")
    assert not looking.take_back(look.pk, editor, reason="Again")
    assert not looking.take_back(look.pk + 999, editor, reason="None such")
    assert looking.of("BW") is None
    assert looking.of("BW", known_at=then) == look
    assert looking.of("BW", known_at=then - timedelta(days=1)) is None
    assert coverage.read({}, None).get("BW") is None
    assert coverage.read({}, None, known_at=then)["BW"].checked == Checked.NONE_FOUND
    (kept,) = looking.every()
    assert (kept.taken_back_by.editor, kept.taken_back_by.note) == (editor, "The wrong party")


def test_the_database_refuses_to_change_or_forget_a_word(editor: User) -> None:
    look = looking.say(said("BW"), editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.filter(pk=look.pk).update(note="Never said")
    with pytest.raises(IntegrityError), transaction.atomic():
        look.delete()
