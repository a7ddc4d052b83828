"""What the database itself refuses, whoever asks: see docs/adr/0002."""

from django.db import migrations

STATEMENTS = ("milestone", "commitment", "term", "link")

NEVER_CHANGES = """
CREATE FUNCTION atlas_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_never_changes';
END $$;
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON agreements_document
    FOR EACH ROW EXECUTE FUNCTION atlas_never_changes();
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON agreements_decision
    FOR EACH ROW EXECUTE FUNCTION atlas_never_changes();
"""

IDENTITY_STAYS = """
CREATE FUNCTION atlas_identity_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.id, OLD.first_party_id, OLD.second_party_id)
            IS DISTINCT FROM (NEW.id, NEW.first_party_id, NEW.second_party_id) THEN
        RAISE EXCEPTION 'an agreement keeps its key and its parties, and is never deleted'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agreement_identity_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_stays BEFORE UPDATE OR DELETE ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION atlas_identity_stays();
ALTER TABLE agreements_agreement ALTER COLUMN id SET START WITH 1001 RESTART;
"""

PROPOSED_STAYS = """
CREATE FUNCTION atlas_proposed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.proposed IS DISTINCT FROM NEW.proposed OR OLD.document_id <> NEW.document_id THEN
        RAISE EXCEPTION 'what the reader proposed is never changed: revise the draft instead'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'draft_proposed_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposed_stays BEFORE UPDATE ON agreements_draft
    FOR EACH ROW EXECUTE FUNCTION atlas_proposed_stays();
"""

ONLY_CLOSED = """
CREATE FUNCTION atlas_only_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.known_to IS NOT NULL OR NEW.known_to IS NULL
            OR to_jsonb(OLD) - 'known_to' - 'closed_by_id' <> to_jsonb(NEW) - 'known_to' - 'closed_by_id' THEN
        RAISE EXCEPTION '% rows are only ever closed, once', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_only_closed';
    END IF;
    RETURN NEW;
END $$;
"""

QUOTE_STANDS = """
CREATE FUNCTION atlas_quote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text;
BEGIN
    IF NEW.document_id IS NOT NULL THEN
        -- "end" doesn't count; substr counts characters from 1, as Python's slice does from 0.
        SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start) INTO words
            FROM agreements_document WHERE id = NEW.document_id;
        IF words IS DISTINCT FROM NEW.quote THEN
            RAISE EXCEPTION 'the quote is not what document % says at % to %', NEW.document_id, NEW.start, NEW."end"
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'evidence_quote_stands';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_stands BEFORE INSERT ON agreements_evidence
    FOR EACH ROW EXECUTE FUNCTION atlas_quote_stands();
"""

HAS_EVIDENCE = """
-- Arguments: the statement's table, its id, the column of agreements_evidence that points at it.
CREATE FUNCTION atlas_check_evidence(statements text, statement bigint, pointer text) RETURNS void
        LANGUAGE plpgsql AS $$
DECLARE
    bare boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I s WHERE s.id = $1 AND s.known_to IS NULL AND NOT EXISTS'
        ' (SELECT FROM agreements_evidence e WHERE e.%I = $1 AND e.known_to IS NULL))', statements, pointer)
        INTO bare USING statement;
    IF bare THEN
        RAISE EXCEPTION '% % has no evidence', statements, statement
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'statement_has_evidence';
    END IF;
END $$;

CREATE FUNCTION atlas_statement_has_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM atlas_check_evidence(TG_TABLE_NAME, NEW.id, TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE FUNCTION atlas_evidence_is_missed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM atlas_check_evidence('agreements_milestone', NEW.milestone_id, 'milestone_id');
    PERFORM atlas_check_evidence('agreements_commitment', NEW.commitment_id, 'commitment_id');
    PERFORM atlas_check_evidence('agreements_term', NEW.term_id, 'term_id');
    PERFORM atlas_check_evidence('agreements_link', NEW.link_id, 'link_id');
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER evidence_is_missed AFTER UPDATE ON agreements_evidence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION atlas_evidence_is_missed();
"""

ON_EACH_STATEMENT = "".join(
    f"""
CREATE TRIGGER only_closed BEFORE UPDATE OR DELETE ON agreements_{name}
    FOR EACH ROW EXECUTE FUNCTION atlas_only_closed();
"""
    for name in (*STATEMENTS, "evidence")
) + "".join(
    f"""
CREATE CONSTRAINT TRIGGER statement_has_evidence AFTER INSERT ON agreements_{name}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION atlas_statement_has_evidence('{name}_id');
"""
    for name in STATEMENTS
)

FUNCTIONS = (
    "atlas_never_changes()",
    "atlas_identity_stays()",
    "atlas_proposed_stays()",
    "atlas_only_closed()",
    "atlas_quote_stands()",
    "atlas_statement_has_evidence()",
    "atlas_evidence_is_missed()",
)
UNDO = "\n".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS) + (
    "DROP FUNCTION atlas_check_evidence(text, bigint, text);"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_record")]

    operations = [
        migrations.RunSQL(
            NEVER_CHANGES
            + IDENTITY_STAYS
            + PROPOSED_STAYS
            + ONLY_CLOSED
            + QUOTE_STANDS
            + HAS_EVIDENCE
            + ON_EACH_STATEMENT,
            UNDO,
        ),
    ]
