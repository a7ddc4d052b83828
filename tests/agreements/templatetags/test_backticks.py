"""Backticks in descriptions."""

import pytest

from agreements.templatetags.backticks import backticks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("follow `next` or `previous`", "follow <code>next</code> or <code>previous</code>"),
        ("a ` alone", "a ` alone"),
        ("`<b>` & more", "<code>&lt;b&gt;</code> &amp; more"),
    ],
)
def test_what_stands_between_backticks_is_code_and_nothing_else_is_markup(
    text: str, shown: str
) -> None:
    assert backticks(text) == shown
