"""Sentences of failures, put for a source and for the last try."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.run.places import ROOT
from ingest.fetch.wording import of_a_source, of_the_last_try

# An address is pasted here too.
_PASTE = re.compile(r"\b[Pp]aste\b(?! it again| the last)")


def written(path: Path) -> Iterator[str]:
    """Return the texts of a module that tell somebody to paste something, what is put in as x."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Constant(value=str(text)):
                told = text
            case ast.JoinedStr(values=parts):
                told = "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in parts)
            case _:
                continue
        if _PASTE.search(told) and told.endswith("."):
            yield told


def test_whatever_goes_wrong_nobody_is_told_to_paste_a_source() -> None:
    rooms = [ROOT / "ingest" / name for name in ("fetch", "clean", "manners")]
    modules = [p for room in rooms for p in room.glob("*.py") if p.name != "wording.py"]
    told = {f"So it is. {text}" for path in modules for text in written(path)}
    assert len(told) > 12
    assert [text for text in told if _PASTE.search(of_a_source("a_code", text))] == []


@pytest.mark.parametrize(
    ("code", "sentence", "put"),
    [
        (
            "private_address",
            "x leads into a private network, which is not read. Paste the text instead.",
            "x leads into a private network, which is not read. "
            "Give an address on the public internet.",
        ),
        (
            "robots",
            "x does not let programs read this page (robots.txt). Open it, and paste its text.",
            "x does not let programs read this page (robots.txt). "
            "Give the address of another feed, sitemap or page.",
        ),
        ("http_404", "There is no page at this address (404). Check the address.", None),
    ],
)
def test_a_source_has_its_own_advice(code: str, sentence: str, put: str | None) -> None:
    assert of_a_source(code, sentence) == (put or sentence)


@pytest.mark.parametrize(
    ("sentence", "put"),
    [
        ("It is down. It will be tried again later.", "It is down. Do it."),
        ("No name. Check it; it will be tried again later.", "No name. Check it."),
        ("It is gone.", "It is gone."),
    ],
)
def test_after_the_last_try_no_other_one_is_promised(sentence: str, put: str) -> None:
    assert of_the_last_try(sentence, instead="Do it.") == put
