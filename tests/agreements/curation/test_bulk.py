"""Two editors who turn down the same drafts at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from agreements import curation
from agreements.curation import BulkOutcome
from agreements.models import Decision, Draft
from tests import cast


@pytest.mark.django_db(transaction=True)
def test_of_two_bulks_at_once_each_draft_is_decided_by_one_and_told_to_the_other() -> None:
    cast.parties()
    drafts = [cast.signed(f"20{year}-03-04").draft() for year in range(10, 18)]
    chosen = [(draft.pk, draft.version) for draft in drafts]
    start = Barrier(2)

    def reject_all(editor: User) -> BulkOutcome:
        start.wait()
        try:
            return curation.reject_many(chosen, editor, reason="Read wrongly")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(reject_all, [cast.olena(), cast.tomasz()])
    assert len(one.done) + len(other.done) == len(drafts)
    assert {d.draft_id for d in one.done} == set(other.refused)
    assert {d.draft_id for d in other.done} == set(one.refused)
    assert Decision.objects.filter(verb="reject").count() == len(drafts)
    assert not Draft.objects.exclude(state=Draft.State.REJECTED).exists()
