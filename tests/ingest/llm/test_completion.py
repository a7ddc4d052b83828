"""Answers are taken apart whatever shape they have."""

import json

import pytest

from ingest.llm import completion
from ingest.llm.errors import NotReadError

GOOD = '{"agreements": [{"a": 1.50}]}'


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```\nI hope this helps!",
        f"Here you are: {GOOD} Good luck.",
        f'<think>Maybe {{"agreements": []}}?</think>\n{GOOD}',
        f"\n\n  {GOOD}",
    ],
)
def test_the_list_is_found_alone_in_a_fence_or_amid_words(words: str) -> None:
    (record,) = completion.agreements(words)
    assert str(record["a"]) == "1.50"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "no_json"),
        ("I can't help with that.", "no_json"),
        (GOOD[:-3], "no_json"),
        ('{"agreements": [NaN]}', "no_json"),
        ('{"agreements": [' + "9" * 5000 + "]}", "no_json"),
        ('{"agreements": [1e99999999999999999999]}', "no_json"),
        ('{"agreements": ' + "[" * 100_000 + "]" * 100_000 + "}", "no_json"),
        ('{"agreements": {}}', "no_list"),
        ('{"records": []}', "no_list"),
        ("{'agreements': []}", "no_json"),
    ],
)
def test_what_is_no_list_of_records_is_refused(words: str, code: str) -> None:
    with pytest.raises(NotReadError, match=f"^{code}$"):
        completion.agreements(words)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"<html>", "no_completion"),
        (b"\xff\xfe", "no_completion"),
        (b"[]", "no_content"),
        (b"null", "no_content"),
        (b'{"choices": []}', "no_content"),
        (b'{"choices": {"0": 1}}', "no_content"),
        (b'{"choices": [{"message": {"content": null, "refusal": "No."}}]}', "no_content"),
        (b'{"choices": [{"message": {"content": ["x"]}}]}', "no_content"),
    ],
)
def test_what_is_no_completion_is_refused(answer: bytes, code: str) -> None:
    with pytest.raises(NotReadError, match=f"^{code}$"):
        completion.content(answer)


@pytest.mark.parametrize(
    ("used", "tokens"),
    [(1234, 1234), (0, None), (-5, None), (10**30, None), ("12", None), (True, None), (None, None)],
)
def test_tokens_are_believed_only_where_they_can_be_true(used: object, tokens: int | None) -> None:
    assert completion.tokens(json.dumps({"usage": {"total_tokens": used}}).encode()) == tokens
    assert completion.tokens(b"{}") is None
