"""Row 11 of the bad inputs: letters are the right ones, or none are taken."""

import codecs

import pytest

from tests.ingest.feeds.given import item, read, refusal, rss

TITLE = "Überfahrt nach Łódź: „Freundschaft“"
RUSSIAN = "Президент подписал договор: дружба, взаимная оборона, соседняя страна"


def written(title: str, encoding: str, *, declared: str | None = None) -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(item(title=title)).decode().removeprefix('<?xml version="1.0"?>')
    return (head + body).encode(encoding)


def title_of(body: bytes, charset: str | None = None) -> str:
    return read(body, charset=charset).entries[0].title


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (written(TITLE, "utf-8"), None),
        (written(TITLE, "utf-8"), "iso-8859-1"),
        (written(TITLE, "utf-8", declared="ISO-8859-1"), None),
        (codecs.BOM_UTF8 + written(TITLE, "utf-8"), None),
        (written(TITLE, "utf-16"), None),
        (written(TITLE, "utf-16-le", declared="utf-16"), None),
        (written(TITLE, "utf-16-be", declared="utf-16"), None),
        (written(TITLE, "utf-16-le"), "utf-8"),
        (written(TITLE, "cp1250", declared="windows-1250"), None),
        (written(TITLE, "cp1250"), "windows-1250"),
    ],
)
def test_letters_are_found_by_mark_by_proof_or_by_label(body: bytes, charset: str | None) -> None:
    assert title_of(body, charset) == TITLE


def test_a_document_that_says_utf_16_and_is_not_is_read_as_what_it_is() -> None:
    assert title_of(written("Pact", "ascii", declared="utf-16")) == "Pact"


def test_japanese_in_seven_bits_is_read_by_its_label() -> None:
    assert title_of(written("日本と条約", "iso2022_jp", declared="iso-2022-jp")) == "日本と条約"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (rss(item(title="+ADw-script+AD4-")), "utf-7"),
        (written("+ADw-script+AD4-", "ascii", declared="UTF-7"), None),
        (written(RUSSIAN, "cp1251"), None),
        (written(RUSSIAN, "cp1251"), "utf-8"),
        (written(RUSSIAN, "cp1251", declared="iso-8859-1"), None),
        (written(RUSSIAN, "koi8_r", declared="windows-1251"), "koi8-r"),
        (written("Pact", "utf-8", declared="klingon-8"), None),
        (rss(item(title="Pact")).replace(b"Pact", b"Pa\xffct"), None),
        (codecs.BOM_UTF16_LE + b"<\x00r", None),
    ],
)
def test_letters_that_cannot_be_made_out_are_refused(body: bytes, charset: str | None) -> None:
    assert refusal(body, charset=charset) == "input.encoding"


def test_a_letter_that_was_cut_in_two_is_marked_and_said_so() -> None:
    body = rss(item(title="Łódź, Gdańsk, Poznań, Wrocław")).replace(b"\x84,", b",", 1)
    feed = read(body.replace(b"Pozna\xc5\x84", b"Pozna\xc5"))
    assert feed.warnings == ("input.encoding",)
    assert feed.entries[0].title == "Łódź, Gdańsk, Pozna\N{REPLACEMENT CHARACTER}, Wrocław"


def test_cyrillic_with_the_right_label_is_read() -> None:
    assert title_of(written(RUSSIAN, "cp1251", declared="windows-1251")) == RUSSIAN
    assert title_of(written(RUSSIAN, "koi8_r"), "koi8-r") == RUSSIAN
