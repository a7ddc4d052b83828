from io import StringIO
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Card, Decision, Draft
from agreements.verification import verify
from tests import cast

PLANTED: Final = (
    ("document", "text = text || '!'", "is not the one that its hash names"),
    ("evidence", "quote = 'Never said'", "'Never said' is not what document"),
    ("evidence", 'start = start + 1, "end" = "end" + 1', "is not what document"),
    ("evidence", "known_from = known_from - interval '1 day'", "is not held from and to"),
    ("evidence", "known_to = known_to + interval '1 day'", "is not held from and to"),
    ("milestone", "date = '2020-01-01'", "row_json is not"),
    ("milestone", "earliest = '2020-01-01'", "signed_earliest is not"),
    ("milestone", "happened_by = '2020-01-01'", "the days of its statuses"),
    ("milestone", "place = 'Kyiv' WHERE known_to IS NOT NULL", "item_json is not"),
    (
        "milestone",
        "known_to = NULL, closed_by_id = NULL, rank = 'contested' WHERE known_to IS NOT NULL",
        "item_json is not",
    ),
    ("commitment", "held = 'excluded'", "commitment_types is not"),
    ("term", "value = 'No treaty' WHERE rank = 'preferred'", "title is not"),
    ("term", "rank = 'withdrawn' WHERE rank = 'preferred'", "title is not"),
    ("term", "known_from = known_from - interval '1 day'", "is missing"),
    ("card", "title = 'No treaty'", "title is not"),
    ("card", "kind = 'memorandum'", "kind is not"),
    ("card", "parties = '{DE,PL}'", "parties is not"),
    ("card", "commitment_types = '{consultation}'", "commitment_types is not"),
    ("card", "signed = '2020'", "signed is not"),
    ("card", "signed_latest = NULL", "signed_latest is not"),
    ("card", "order_day = '2020-01-01'", "order_day is not"),
    ("card", "row_json = '{}' WHERE known_to IS NULL", "row_json is not"),
    ("card", "item_json = '{}'", "item_json is not"),
    ("card", "search = to_tsvector('nothing')", "the search words are not"),
    ("card", "known_to = now() WHERE known_to IS NULL", "ends at"),
    ("card", "known_from = known_from - interval '1 day'", "though nothing changed then"),
    ("statusspan", "first_day = first_day - 1", "the days of its statuses"),
    ("statusspan", "status = 'in_force'", "the days of its statuses"),
    ("draft", "state = 'open'", "is open, but its decisions say ['approve']"),
    ("draft", "state = 'rejected'", "is rejected, but its decisions say"),
    ("decision", "draft_id = NULL", "its decisions say none"),
    ("recordchange", "number = number + 100", "is not the next after the one before it"),
    ("recordchange", "card_id = NULL WHERE number = 2", "withdraws what was held on"),
    ("recordchange", "card_id = NULL WHERE number = 2", "no change has begun what is held"),
    ("recordchange", "agreement_id = agreement_id + 1", "does not begin what is held since"),
)


@pytest.fixture
def treaty(db: None) -> Agreement:
    """An agreement with a history: refined, contested, once undone."""
    cast.parties()
    agreement = cast.agreement(cast.signed("2024-06").commitment())
    undone = cast.approve(cast.signed("2024-06-12").draft(), onto=agreement)
    curation.undo(undone.pk, cast.tomasz())
    cast.approve(cast.signed("2024-06-13", title="Another").draft(), onto=agreement)
    assert verify().differences == []
    return agreement


def planted(*changes: str) -> list[str]:
    """Return what verify finds when tables were changed past their guards; takes it back."""
    with transaction.atomic():
        connection.check_constraints()
        with connection.cursor() as cursor:
            for change in changes:
                verb, table, *_ = change.replace("DELETE FROM", "DELETE").split()
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(change)
                assert cursor.rowcount > 0, verb
        differences = verify().differences
        transaction.set_rollback(True)
    return differences


def test_empty_record_is_sound(db: None) -> None:
    report = verify()
    assert report.differences == []
    assert not any(report.checked.values())


def test_report_counts_what_was_checked(treaty: Agreement) -> None:
    checked = verify().checked
    assert (checked["agreements"], checked["drafts"], checked["documents"]) == (1, 3, 3)
    assert checked["decisions"] == 4
    assert checked["cards"] == Card.objects.count() == 4
    assert checked["statements"] > 3
    assert checked["quotes"] > checked["statements"] - 1


def test_every_planted_difference_is_found(treaty: Agreement) -> None:
    missed = [
        (table, change)
        for table, change, says in PLANTED
        if not any(says in found for found in planted(f"UPDATE agreements_{table} SET {change}"))  # noqa: S608  our own words
    ]
    assert missed == []


def test_missing_evidence_is_found(treaty: Agreement) -> None:
    found = planted("DELETE FROM agreements_evidence WHERE term_id IS NOT NULL")
    assert any(difference.endswith(": is held without evidence") for difference in found)


def test_missing_card_and_missing_days_are_found(treaty: Agreement) -> None:
    spans, card = "DELETE FROM agreements_statusspan", "DELETE FROM agreements_card"
    assert any("the days of its statuses" in difference for difference in planted(spans))
    (missing,) = planted(
        f"{spans} WHERE card_id = (SELECT max(id) FROM agreements_card)",  # noqa: S608  our own words
        card + " WHERE known_to IS NULL",
    )
    assert missing.startswith(f"{treaty.key}, card from 20")
    assert missing.endswith(": is missing")


def test_withdrawal_that_no_change_tells_of_is_found(treaty: Agreement) -> None:
    gone = cast.agreement(cast.signed(title="Gone"))
    curation.undo(Decision.objects.get(agreement=gone).pk, cast.tomasz())
    assert verify().differences == []
    found = planted("DELETE FROM agreements_recordchange WHERE card_id IS NULL")
    assert any(f"{gone.key}: no change has ended what was held" in each for each in found)


def test_card_of_an_agreement_of_which_nothing_is_held_is_found(treaty: Agreement) -> None:
    tables = ("term", "milestone", "commitment")
    found = planted(*(f"UPDATE agreements_{t} SET agreement_id = agreement_id + 1" for t in tables))  # noqa: S608  our own words
    assert any("though nothing changed then" in difference for difference in found)


def test_evidence_left_open_for_a_closed_statement_is_found(treaty: Agreement) -> None:
    found = planted(
        "UPDATE agreements_evidence e SET known_to = NULL, closed_by_id = NULL"
        " FROM agreements_milestone m WHERE m.id = e.milestone_id AND m.known_to IS NOT NULL"
    )
    assert any("is held for a milestone that no longer is" in difference for difference in found)


def test_rejected_and_open_drafts_are_sound(treaty: Agreement) -> None:
    draft = cast.signed().draft()
    curation.reject(draft.pk, cast.olena(), version=1, reason="Not bilateral")
    cast.signed().draft()
    assert {d.state for d in Draft.objects.all()} == {"open", "approved", "rejected"}
    assert verify().differences == []


def test_verify_looks_at_many_agreements_with_few_questions(
    treaty: Agreement, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        cast.agreement(cast.signed().commitment())
    cards, drafts = Card.objects.count(), Draft.objects.count()
    with django_assert_max_num_queries(50 + cards + drafts):
        assert verify().differences == []


def test_command_says_what_it_checked(treaty: Agreement) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "1 agreements" in out.getvalue()
    assert "Every quote, card and decision agrees." in out.getvalue()


def test_command_fails_and_names_each_difference(treaty: Agreement) -> None:
    Card.objects.filter(known_to=None).update(title="No treaty")
    out = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify", stdout=out)
    assert f"DIFFERENT {treaty.key}, card from" in out.getvalue()
