"""What holds after the faults, counted in the database beside what was answered."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import psycopg

from chaos.house import House
from chaos.sender import Reply

# What is harmed while the database stands still, and how long anybody may wait for an answer then.
FROZEN: Final = "frozen database"
_FROZEN_SECONDS: Final = 5.0
# A message of a killed worker comes back after its visibility, and the broker's look.
_VISIBLE_SECONDS: Final = 300.0 + 60.0
_KEYED: Final = """
CREATE TEMP VIEW keyed AS
SELECT id, document_id, state, refusal_code, refusal,
       CASE WHEN origin = 'url' THEN url ELSE encode(sha256(body), 'hex') END AS key
FROM ingest_article
"""
_LOST: Final = """
SELECT key FROM expected WHERE NOT EXISTS (
    SELECT FROM keyed a WHERE a.key = expected.key AND (
        a.state = 'read' AND EXISTS (
            SELECT FROM agreements_draft d WHERE d.document_id = a.document_id)
        OR a.state = 'refused' AND a.refusal_code <> ''))
"""
_DOUBLED: Final[Mapping[str, str]] = {
    "articles": "SELECT key FROM keyed GROUP BY key HAVING count(*) > 1",
    "documents": "SELECT sha256(convert_to(text, 'UTF8')) FROM agreements_document"
    " GROUP BY 1 HAVING count(*) > 1",
    "drafts": "SELECT sha256(convert_to(d.text, 'UTF8')), f.ordinal FROM agreements_draft f"
    " JOIN agreements_document d ON d.id = f.document_id GROUP BY 1, 2 HAVING count(*) > 1",
    "entries": "SELECT source_id, link FROM ingest_entry GROUP BY 1, 2 HAVING count(*) > 1",
    "deliveries": "SELECT subscription_id, change FROM ingest_delivery WHERE change IS NOT NULL"
    " GROUP BY 1, 2 HAVING count(*) > 1",
    "jobs": "SELECT article_id FROM ingest_job GROUP BY 1 HAVING count(*) > 1",
}
_PHANTOM: Final[Mapping[str, str]] = {
    "drafts without an article": "SELECT f.id FROM agreements_draft f WHERE NOT EXISTS ("
    " SELECT FROM ingest_article a WHERE a.document_id = f.document_id)",
    "documents without an article": "SELECT d.id FROM agreements_document d WHERE NOT EXISTS ("
    " SELECT FROM ingest_article a WHERE a.document_id = d.id)",
    "articles that nobody handed in": "SELECT id FROM keyed WHERE key NOT IN ("
    " SELECT key FROM expected)",
}
_STUCK: Final = "SELECT article_id FROM ingest_job WHERE state NOT IN ('done', 'dead')"
_DEADLY: Final = """
SELECT count(*), count(*) FILTER (WHERE j.state = 'dead' AND j.attempts = 5)
FROM ingest_job j JOIN keyed a ON a.id = j.article_id WHERE a.key = ANY(%s)
"""
_GIVEN_UP: Final = """
SELECT refusal_code, refusal, count(*) FROM keyed
WHERE state = 'refused' AND NOT key = ANY(%s) GROUP BY 1, 2
"""


@dataclass(slots=True)
class Verdict:
    """The counts by invariant, and what about them is not as it should be."""

    counts: dict[str, object] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def expect_none(self, invariant: str, name: str, found: int) -> None:
        """Note a count that should be 0."""
        self.counts[f"{invariant} {name}"] = found
        if found:
            self.failures.append(f"{invariant}: {found} {name}")


def settle(house: House) -> float | None:
    """Wait until no job is open, no bell waits and no source: the seconds, None if nothing moves.

    A slow machine has its time: what counts is how long ago the last job has ended.
    """
    began = moved = time.monotonic()
    # Without protections nothing more happens to what is lost.
    profile = house.profile
    patience = profile.control_seconds if house.naive else profile.settle_seconds
    done = house.done()
    while time.monotonic() - moved < patience:
        if house.waiting() == 0 and not any(house.queued().values()) and _is_polled(house):
            return time.monotonic() - began
        time.sleep(0.5)
        if (now := house.done()) != done:
            done, moved = now, time.monotonic()
    return None


def _is_polled(house: House) -> bool:
    """Say whether nothing is to come of sources: one whose poll was killed waits for its lease."""
    return house.naive or house.unpolled() == 0


def judge(
    house: House, expected: Iterable[str], deadly: list[str], readers: list[Reply]
) -> Verdict:
    """Count everything; to be called when the product has settled."""
    with psycopg.connect(house.database.url, autocommit=True) as connection:
        verdict = judge_rows(connection, expected, deadly)
    verdict.expect_none("I4", "bells left", sum(house.queued().values()))
    waits = house.unacknowledged()
    verdict.counts["I4 messages not acknowledged"] = len(waits)
    overdue = sum(wait > _VISIBLE_SECONDS for wait in waits)
    verdict.expect_none("I4", "messages overdue", overdue)
    judge_readers(verdict, readers)
    return verdict


def judge_rows(
    connection: psycopg.Connection[tuple[Any, ...]], expected: Iterable[str], deadly: list[str]
) -> Verdict:
    """Count what is in the database beside the keys that should be there."""
    verdict = Verdict()
    connection.execute("CREATE TEMP TABLE expected (key text PRIMARY KEY)")
    with connection.cursor().copy("COPY expected FROM STDIN") as copy:
        for key in dict.fromkeys(expected):
            copy.write_row((key,))
    connection.execute(_KEYED)
    verdict.expect_none("I1", "lost", _count(connection, _LOST))
    for name, question in _DOUBLED.items():
        verdict.expect_none("I2", f"{name} doubled", _count(connection, question))
    for name, question in _PHANTOM.items():
        verdict.expect_none("I3", name, _count(connection, question))
    verdict.expect_none("I4", "jobs stuck", _count(connection, _STUCK))
    _judge_deadly(verdict, connection, deadly)
    return verdict


def judge_processes(verdict: Verdict, orphans: int) -> None:
    """Note what was left running after everything was stopped."""
    verdict.expect_none("I8", "processes left behind", orphans)


def _judge_deadly(
    verdict: Verdict, connection: psycopg.Connection[tuple[Any, ...]], deadly: list[str]
) -> None:
    ((all_of_them, buried),) = connection.execute(_DEADLY, [deadly]).fetchall()
    verdict.counts["F-3, F-4 deadly articles"] = len(deadly)
    verdict.expect_none("F-4", "deadly articles not buried after 5 tries", all_of_them - buried)
    given_up = connection.execute(_GIVEN_UP, [deadly]).fetchall()
    verdict.counts["good articles given up"] = sum(number for _, _, number in given_up)
    for code, sentence, number in given_up:
        verdict.counts[f"given up for {code}: {sentence}"] = number


def judge_readers(verdict: Verdict, replies: list[Reply]) -> None:
    """Pages are read as ever while only broker and workers are harmed; else they are 503."""
    calm = [reply for reply in replies if "database" not in reply.trouble]
    away = [reply for reply in replies if "database" in reply.trouble]
    failed = [reply for reply in calm if reply.status != HTTPStatus.OK]
    verdict.counts["I6 pages asked for"] = len(replies)
    verdict.expect_none("I6", "pages failed while the database was there", len(failed))
    odd = [reply for reply in away if not _is_decent(reply)]
    told = "other answers than 200 or 503 with Retry-After while it was away"
    verdict.expect_none("I6", told, len(odd))


def judge_frozen(verdict: Verdict, replies: list[Reply]) -> None:
    """Whoever asks while the database stands still is answered in time, page or article."""
    waits = [reply.seconds for reply in replies if FROZEN in reply.trouble]
    if not waits:
        return
    verdict.counts["F-11 requests while the database was frozen"] = len(waits)
    verdict.counts["F-11 seconds of the longest"] = round(max(waits), 1)
    late = sum(seconds > _FROZEN_SECONDS for seconds in waits)
    verdict.expect_none("F-11", f"answered after more than {_FROZEN_SECONDS:.0f} s", late)


def _is_decent(reply: Reply) -> bool:
    is_away = reply.status == HTTPStatus.SERVICE_UNAVAILABLE and bool(reply.retry_after)
    return reply.status == HTTPStatus.OK or is_away


def _count(connection: psycopg.Connection[tuple[Any, ...]], question: str) -> int:
    rows = connection.execute(f"SELECT count(*) FROM ({question}) AS found").fetchall()  # noqa: S608  ours
    return int(rows[0][0])
