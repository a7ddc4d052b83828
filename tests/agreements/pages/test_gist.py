"""An agreement in two sentences, made from its facts."""

from datetime import date
from typing import Any

import pytest

from agreements.pages.record import TypeWords, read_record
from agreements.pages.record.gist import gist
from agreements.pages.record.life import Moment, line
from tests.agreements.pages.test_record import commitment, milestone, told

TYPES = {
    name: TypeWords(name.capitalize(), "") for name in ("aid", "training", "bases", "cyber", "arms")
}
DAY = date(2026, 11, 22)


def term(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value, "rank": "preferred", "evidence": []}


def force(written: str) -> dict[str, Any]:
    return milestone("preferred", written, kind="entered_into_force")


def sentences(status: str | None = "in_force", day: date = DAY, **groups: object) -> str:
    entries = told(**groups)
    record = read_record(entries, TYPES)
    return gist(record, line(record.life, entries["terms"], day), status)


def steps(day: date = DAY, **groups: object) -> list[tuple[str, str, bool]]:
    entries = told(**groups)
    life: list[Moment] = line(read_record(entries, TYPES).life, entries["terms"], day)
    return [(m.short, m.date or m.note, m.is_ahead) for m in life]


def test_it_tells_form_signing_standing_and_term() -> None:
    signed = milestone("preferred", "2024-01-12", place="Kyiv")
    groups: dict[str, Any] = {
        "kind": "security_agreement",
        "milestones": [signed, force("2024-02")],
        "terms": [term("duration_years", "10"), term("legally_binding", "true")],
    }
    assert sentences(**groups).startswith(
        "Security agreement signed on 12 January 2024 in Kyiv, in force since February 2024, "
        "concluded for 10 years; legally binding. "
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("signed", "Agreement signed in 2024, not known to be in force."),
        ("in_force", "Agreement signed in 2024, in force."),
        ("terminated", "Agreement signed in 2024, terminated."),
        (None, "Agreement signed in 2024."),
    ],
)
def test_it_says_no_more_than_is_known(status: str | None, words: str) -> None:
    assert sentences(status, milestones=[milestone("preferred", "2024")]).startswith(words)


def test_what_lies_after_the_day_shown_has_not_happened() -> None:
    signed = [milestone("preferred", "2024-01-12")]
    assert sentences(None, date(2020, 1, 1), milestones=signed).startswith("Agreement. ")
    assert steps(date(2020, 1, 1), milestones=signed) == [("Signed", "2024-01-12", True)]


def test_the_firmest_commitments_are_named_and_the_rest_counted() -> None:
    made = [commitment(type=name, strength="intent") for name in TYPES if name != "cyber"]
    made += [commitment(type="cyber"), commitment(type="other", strength="mentioned")]
    assert sentences(commitments=made).endswith(
        "6 commitments are recorded, one of them a binding duty: "
        "cyber, aid, training, bases and 2 more."
    )


def test_what_is_excluded_is_said() -> None:
    both = [commitment(type="aid"), commitment(type="bases", held="excluded")]
    assert sentences(commitments=both).endswith(
        "One commitment is recorded: aid; it expressly excludes bases."
    )
    assert sentences().endswith("No commitment is recorded yet.")


def test_the_end_foreseen_is_worked_out_from_entry_into_force() -> None:
    terms = [term("duration_years", "10"), term("renewal", "by mutual decision")]
    assert steps(milestones=[force("2024-02-29")], terms=terms) == [
        ("In force", "2024-02-29", False),
        ("Renewal", "by mutual decision", True),
        ("Planned end", "2034-02-28", True),
    ]
    assert steps(milestones=[force("2024-01~")], terms=terms[:1])[1:] == []


def test_what_has_ended_has_no_end_ahead() -> None:
    ended = milestone("preferred", "2025-01-01", kind="terminated")
    terms = [term("duration_years", "10")]
    assert [s[0] for s in steps(milestones=[force("2024-01-01"), ended], terms=terms)] == [
        "In force",
        "Terminated",
    ]
