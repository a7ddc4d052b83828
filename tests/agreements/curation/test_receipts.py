"""Receipts let a repeated request be answered as before; old ones are deleted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import curation
from agreements.curation import AlreadyDecidedError, Verdict
from agreements.models import Decision, Draft, Receipt
from agreements.tasks import tidy
from tests import cast

pytestmark = pytest.mark.django_db


def decide(draft: Draft) -> Decision:
    request = curation.Request(cast.olena(), draft.pk, "once")
    verdict = Verdict(1)
    outcome = curation.once(
        request, lambda: curation.approve(draft.pk, cast.olena(), verdict), lambda: None
    )
    return outcome.decision


@pytest.fixture
def draft() -> Draft:
    cast.parties()
    cast.olena().save()
    return cast.signed().draft()


def age(past: timedelta) -> None:
    Receipt.objects.update(at=timezone.now() - past)


def test_a_receipt_is_kept_for_a_week_and_deleted_after_it(draft: Draft) -> None:
    first = decide(draft)
    age(curation.RECEIPTS_KEPT - timedelta(minutes=1))
    tidy()
    assert decide(draft) == first
    age(curation.RECEIPTS_KEPT + timedelta(minutes=1))
    tidy()
    assert not Receipt.objects.exists()
    assert Decision.objects.filter(pk=first.pk).exists()


def test_a_request_that_comes_after_its_receipt_is_gone_decides_nothing(draft: Draft) -> None:
    decide(draft)
    age(curation.RECEIPTS_KEPT * 2)
    tidy()
    with pytest.raises(AlreadyDecidedError):
        decide(draft)
    assert Decision.objects.filter(draft=draft).count() == 1
