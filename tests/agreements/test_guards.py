"""What the database itself refuses, asked in its own language past Django's models."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements import curation
from agreements.models import Agreement, Decision, Document, Draft, Evidence, Milestone
from tests import cast

TABLES = ("milestone", "commitment", "term", "link")


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


@pytest.fixture
def treaty() -> Agreement:
    """An agreement with a title, a signing and a commitment, each with its quote."""
    return cast.agreement(cast.signed().commitment())


def sql(statement: str, *values: str | int | datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def checked() -> Iterator[None]:
    with transaction.atomic():
        yield
        connection.check_constraints()


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as refusal, checked():
        yield
    assert isinstance(refusal.value.__cause__, psycopg.Error)
    assert refusal.value.__cause__.diag.constraint_name == constraint


def add_milestone(agreement: Agreement, kind: str = "ratified") -> Milestone:
    decision = Decision.objects.filter(agreement=agreement).latest("pk")
    return Milestone.objects.create(
        agreement=agreement, kind=kind, happened_by="2024-06-20", decision=decision,
        known_from=decision.at,
    )  # fmt: skip


def add_quote(milestone: Milestone, document: Document, start: int, end: int, quote: str) -> None:
    sql(
        'INSERT INTO agreements_evidence (milestone_id, document_id, start, "end", quote, citation,'
        " citation_url, judgement, note, decision_id, known_from)"
        " VALUES (%s, %s, %s, %s, %s, '', '', '', '', %s, %s)",
        milestone.pk, document.pk, start, end, quote, milestone.decision_id, milestone.known_from,
    )  # fmt: skip


@pytest.mark.parametrize("pair", [("UA", "UA"), ("UA", "GB")])
def test_same_party_twice_and_the_wrong_order_are_refused(pair: tuple[str, str]) -> None:
    with refused("agreement_two_parties_in_order"):
        sql(
            "INSERT INTO agreements_agreement (first_party_id, second_party_id) VALUES (%s, %s)",
            *pair,
        )


def test_statement_without_evidence_is_refused(treaty: Agreement) -> None:
    with refused("statement_has_evidence"):
        add_milestone(treaty)


@pytest.mark.django_db(transaction=True)
def test_statement_without_evidence_is_refused_at_commit() -> None:
    treaty = cast.agreement()
    with pytest.raises(IntegrityError, match="has no evidence"), transaction.atomic():
        number = add_milestone(treaty).pk
    assert not Milestone.objects.filter(pk=number).exists()


def test_evidence_may_follow_its_statement_within_the_transaction(treaty: Agreement) -> None:
    document = cast.document("It was ratified.")
    with transaction.atomic():
        add_quote(add_milestone(treaty), document, 7, 15, "ratified")
        connection.check_constraints()


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (7, 15, "Ratified"),
        (6, 14, "ratified"),
        (7, 14, "ratified"),
        (7, 16, "ratified"),
        (500, 508, "ratified"),
    ],
)
def test_quote_that_is_not_the_text_at_its_place_is_refused(
    treaty: Agreement, start: int, end: int, quote: str
) -> None:
    document = cast.document("It was ratified.")
    with refused("evidence_quote_stands"):
        add_quote(add_milestone(treaty), document, start, end, quote)


@pytest.mark.parametrize(("start", "end"), [(15, 7), (7, 7), (-1, 3)])
def test_place_that_is_none_is_refused(treaty: Agreement, start: int, end: int) -> None:
    document = cast.document("It was ratified.")
    with pytest.raises(DatabaseError), transaction.atomic():
        add_quote(add_milestone(treaty), document, start, end, "")


@pytest.mark.parametrize(
    "text",
    [
        "\N{REGIONAL INDICATOR SYMBOL LETTER U}\N{REGIONAL INDICATOR SYMBOL LETTER A} ratified",
        "e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} ratified",
        "\N{GRINNING FACE}\r\n\t\N{ZERO WIDTH JOINER} ratified \N{GRINNING FACE}",
        "Ратифіковано: ratified",
    ],
)
def test_python_and_database_count_characters_alike(treaty: Agreement, text: str) -> None:
    document = cast.document(text)
    start = text.index("ratified")
    add_quote(add_milestone(treaty), document, start, start + 8, "ratified")
    connection.check_constraints()
    with refused("evidence_quote_stands"):
        add_quote(add_milestone(treaty, "agreed"), document, start + 1, start + 9, "ratified")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("milestone", "date = '2020'"),
        ("milestone", "rank = 'contested'"),
        ("milestone", "known_from = now()"),
        ("commitment", "strength = 'intent'"),
        ("term", "value = 'Another title'"),
        ("evidence", "note = 'changed'"),
    ],
)
def test_statements_and_evidence_are_never_updated(
    treaty: Agreement, table: str, change: str
) -> None:
    with refused(f"agreements_{table}_only_closed"):
        sql(f"UPDATE agreements_{table} SET {change}")  # noqa: S608  our own words


@pytest.mark.parametrize("table", ["milestone", "commitment", "term", "evidence"])
def test_statements_and_evidence_are_never_deleted(treaty: Agreement, table: str) -> None:
    with refused(f"agreements_{table}_only_closed"):
        sql(f"DELETE FROM agreements_{table}")  # noqa: S608  our own words


def test_what_is_closed_is_not_opened_or_closed_again(treaty: Agreement) -> None:
    curation.undo(Decision.objects.latest("pk").pk, cast.olena())
    for change in ("known_to = NULL, closed_by_id = NULL", "known_to = now()"):
        for table in ("milestone", "commitment", "term", "evidence"):
            with refused(f"agreements_{table}_only_closed"):
                sql(f"UPDATE agreements_{table} SET {change}")  # noqa: S608  our own words


def test_closing_needs_the_decision_and_the_moment_together(treaty: Agreement) -> None:
    with refused("milestone_closed_together"):
        sql("UPDATE agreements_milestone SET known_to = now()")


def test_closing_the_last_evidence_of_an_open_statement_is_refused(treaty: Agreement) -> None:
    decision = Decision.objects.latest("pk")
    with refused("statement_has_evidence"):
        sql(
            "UPDATE agreements_evidence SET known_to = clock_timestamp(), closed_by_id = %s"
            " WHERE milestone_id IS NOT NULL",
            decision.pk,
        )


def test_one_of_two_pieces_of_evidence_may_be_closed(treaty: Agreement) -> None:
    same_again = cast.approve(cast.signed().draft(), onto=treaty)
    second = Evidence.objects.filter(milestone__isnull=False).latest("pk")
    Evidence.objects.filter(pk=second.pk).update(known_to=same_again.at, closed_by=same_again)
    connection.check_constraints()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("document", "text = 'Other words'"),
        ("document", "title = 'Another title'"),
        ("decision", "reason = 'Another reason'"),
        ("decision", "editor_id = NULL"),
    ],
)
def test_documents_and_decisions_never_change(treaty: Agreement, table: str, change: str) -> None:
    with refused(f"agreements_{table}_never_changes"):
        sql(f"UPDATE agreements_{table} SET {change}")  # noqa: S608  our own words
    with refused(f"agreements_{table}_never_changes"):
        sql(f"DELETE FROM agreements_{table}")  # noqa: S608  our own words


@pytest.mark.parametrize(
    "change", ["id = id + 1000", "first_party_id = 'DE'", "second_party_id = 'US'"]
)
def test_agreement_keeps_its_key_and_its_parties(treaty: Agreement, change: str) -> None:
    with refused("agreement_identity_stays"):
        sql(f"UPDATE agreements_agreement SET {change}")  # noqa: S608  our own words


def test_agreement_is_never_deleted(treaty: Agreement) -> None:
    with refused("agreement_identity_stays"):
        sql("DELETE FROM agreements_agreement")


def test_agreement_may_be_hung_from_a_framework(treaty: Agreement) -> None:
    sql("UPDATE agreements_agreement SET framework_id = NULL")


def test_agreements_are_numbered_from_1001(treaty: Agreement) -> None:
    assert treaty.pk >= 1001


def test_what_the_reader_proposed_stays() -> None:
    draft = cast.signed().draft()
    other = cast.document("Another text.")
    with refused("draft_proposed_stays"):
        sql("UPDATE agreements_draft SET proposed = '{}'")
    with refused("draft_proposed_stays"):
        sql("UPDATE agreements_draft SET document_id = %s", other.pk)
    sql("UPDATE agreements_draft SET version = 2 WHERE id = %s", draft.pk)


def test_judgement_needs_an_author(treaty: Agreement) -> None:
    judged = add_milestone(treaty)
    add = (
        "INSERT INTO agreements_evidence (milestone_id, quote, citation, citation_url, judgement,"
        " author_id, note, decision_id, known_from)"
        " VALUES (%s, '', '', '', 'So I hold.', %s, '', %s, now())"
    )
    with refused("evidence_is_a_quote_a_citation_or_a_judgement"):
        sql(add, judged.pk, None, judged.decision_id)
    sql(add, judged.pk, cast.olena().pk, judged.decision_id)


def test_evidence_is_for_exactly_one_statement(treaty: Agreement) -> None:
    milestone, term = treaty.milestones.get(), treaty.terms.get()
    add = (
        "INSERT INTO agreements_evidence (milestone_id, term_id, quote, citation, citation_url,"
        " judgement, note, decision_id, known_from)"
        " VALUES (%s, %s, '', 'A book', '', '', '', %s, now())"
    )
    for pointers in ((None, None), (milestone.pk, term.pk)):
        with refused("evidence_for_one_statement"):
            sql(add, *pointers, milestone.decision_id)


def test_only_one_statement_of_a_slot_is_preferred(treaty: Agreement) -> None:
    with refused("milestone_one_preferred"):
        add_milestone(treaty, "signed")


def test_what_may_happen_again_may_stand_twice(treaty: Agreement) -> None:
    document = cast.document("It was amended.")
    for _ in range(2):
        add_quote(add_milestone(treaty, "amended"), document, 7, 14, "amended")
    connection.check_constraints()


def test_rejection_needs_a_reason_and_an_editor() -> None:
    add = (
        "INSERT INTO agreements_decision (verb, editor_id, reason, at)"
        " VALUES ('reject', %s, %s, now())"
    )
    with refused("decision_refusal_has_a_reason"):
        sql(add, cast.olena().pk, "")
    with refused("decision_has_an_editor"):
        sql(add, None, "Why not")


def test_decision_is_undone_once(treaty: Agreement) -> None:
    done = Decision.objects.latest("pk")
    curation.undo(done.pk, cast.olena())
    with refused("agreements_decision_undoes_id_key"):
        sql(
            "INSERT INTO agreements_decision (verb, editor_id, reason, at, undoes_id)"
            " VALUES ('undo', %s, '', now(), %s)",
            cast.olena().pk,
            done.pk,
        )


@pytest.mark.django_db(transaction=True)
def test_guards_can_be_taken_away_and_put_back() -> None:
    def guards() -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger t"
                " JOIN pg_proc p ON p.oid = tgfoid WHERE proname LIKE 'atlas%' ORDER BY 1, 2"
            )
            return [(table, name) for table, name in cursor.fetchall()]

    before = guards()
    assert len(before) == 17
    call_command("migrate", "agreements", "0001", verbosity=0)
    try:
        assert guards() == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'atlas%'")
            assert cursor.fetchone() == (0,)
    finally:
        call_command("migrate", verbosity=0)
    assert guards() == before


def test_draft_in_a_state_that_nobody_knows_is_refused() -> None:
    draft = cast.signed().draft()
    with pytest.raises(IntegrityError, match="draft_state_is_known"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(state="lost")
