"""What went wrong with a message, in words."""

import re

from config.run.places import ROOT
from ingest.unsent import sentence

# What only a page that is read can end in.
_OF_PAGES = {"too_many_redirects", "insecure_redirect", "not_text", "too_large", "bad_encoding"}


def test_every_code_has_its_sentence() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "ingest" / "fetch").glob("*.py")]
    raised = re.compile(r"(?:Refused|Unreachable)\(\s*\"(\w+)\"")
    codes = {code for source in sources for code in raised.findall(source)} - _OF_PAGES
    assert len(codes) > 8
    for code in codes - {"bad_status"}:
        assert "could not be sent" not in sentence(code)


def test_a_code_that_is_new_is_told_as_it_is_and_none_as_nothing() -> None:
    assert sentence("strange") == "It could not be sent: strange."
    assert sentence("") == ""
