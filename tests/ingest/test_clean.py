"""The cleaner on pages and texts as they come, and as nobody should send them."""

import contextlib
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest.clean import MainText, Unreadable, clean, clean_paste
from ingest.clean.dates import written_date

PAGES = Path(__file__).parents[1] / "samples" / "pages"
URL = "https://www.gazette.example/world/pact?utm_source=mail"
SENTENCE = "Arden and Belmark signed an agreement on mutual defence in Port Arden on Thursday."


def sample(name: str, *, charset: str | None = None) -> MainText:
    return clean((PAGES / name).read_bytes(), content_type="text/html", charset=charset, url=URL)


def page(body: str, *, head: str = "") -> MainText:
    html = f"<html><head>{head}</head><body><h1>A pact</h1><p>{SENTENCE}</p>{body}</body></html>"
    return clean(html.encode(), content_type="text/html", charset="utf-8", url=URL)


def plain(body: bytes, charset: str | None = None) -> str:
    return clean(body, content_type="text/plain", charset=charset, url=None).text


def code_of(body: bytes, content_type: str | None = "text/html", charset: str | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        clean(body, content_type=content_type, charset=charset, url=URL)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


# Pages.


def test_news_page_gives_its_article_and_none_of_its_furniture() -> None:
    text = sample("news_site.html").text
    assert text.count("\n\n") == 4
    assert "provides 40 million crowns in military aid" in text
    assert "\u201cWe do not commit troops,\u201d Arden\u2019s defence minister" in text
    for furniture in (
        "cookies",
        "Subscribe",
        "Read more",
        "Ferry",
        "harbourman",
        "rights",
        "not text",
    ):
        assert furniture not in text


def test_news_page_says_who_published_it_when() -> None:
    found = sample("news_site.html")
    assert found.title == "Arden and Belmark sign ten-year defence pact"
    assert (found.published, found.published_from) == (
        date(2024, 6, 13),
        "meta article:published_time",
    )
    assert (found.publisher, found.language) == ("The Harbour Gazette", "en")
    assert found.canonical_url == "https://www.gazette.example/world/arden-belmark-pact"


def test_release_in_a_layout_table_keeps_its_paragraphs_and_its_table() -> None:
    found = sample("government_release.html")
    assert found.text.startswith("The Government of Belmark and the Government of Coravia")
    assert "entered into force on 1 May 2023.\n\nThe two Governments" in found.text
    assert (
        "| Protocol on the Protection of Classified Information | 12 October 2022 |" in found.text
    )
    assert "---" not in found.text
    assert "Press" not in found.text
    assert found.published == date(2023, 5, 3)
    assert found.publisher == "Ministry of Foreign Affairs of Belmark"


def test_linked_data_goes_before_tags_and_broken_linked_data_is_passed_over() -> None:
    found = sample("linked_data.html")
    assert found.title == "Le Cap et Doria signent un accord de d\u00e9fense"
    assert (found.published, found.published_from) == (date(2022, 11, 5), "JSON-LD datePublished")
    assert (found.publisher, found.language) == ("Courrier du Cap", "fr")


def test_canonical_address_on_another_host_is_not_believed() -> None:
    assert sample("linked_data.html").canonical_url == "https://www.gazette.example/world/pact"


def test_page_without_a_text_is_named() -> None:
    assert code_of((PAGES / "without_text.html").read_bytes()) == "no_text"
    assert code_of(b"no tags at all") == "no_text"


@pytest.mark.parametrize("charset", [None, "ISO-8859-1", "windows-1252", "utf-8", "klingon-8"])
def test_latin_1_page_is_read_whatever_the_server_calls_it(charset: str | None) -> None:
    found = sample("latin_1.html", charset=charset)
    assert "Se\u00f1ora Ib\u00e1\u00f1ez" in found.text
    assert found.title == "Accord sign\u00e9 \u00e0 M\u00e1laga"
    assert found.published == date(1998, 3, 9)


def test_same_bytes_give_the_same_answer() -> None:
    for path in PAGES.glob("*.html"):
        if path.name != "without_text.html":
            assert sample(path.name) == sample(path.name)


def test_page_is_told_from_text_when_nobody_says_which() -> None:
    html = f"\n<!-- x --><!DOCTYPE html><title>T</title><p>{SENTENCE}</p><p>{SENTENCE}</p>"
    found = clean(html.encode(), content_type=None, charset=None, url=None)
    assert (found.title, found.canonical_url) == ("T", None)
    assert "<" not in found.text
    assert clean(b"a <b> c", content_type=None, charset=None, url=None).text == "a <b> c"


def test_xml_declaration_with_another_charset_does_no_harm() -> None:
    html = f'<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>{SENTENCE} \u00e9</p>'
    found = clean(html.encode(), content_type="text/html", charset=None, url=None)
    assert found.text.endswith("\u00e9")


@pytest.mark.parametrize(
    ("head", "published", "tag"),
    [
        (
            '<meta name="DC.date.issued" content="2021-02-03">',
            date(2021, 2, 3),
            "meta dc.date.issued",
        ),
        (
            '<meta itemprop="datePublished" content="20210203">',
            date(2021, 2, 3),
            "meta datepublished",
        ),
        ('<meta name="date" content="99999-01-01">', None, None),
        ('<meta name="date" content="06/07/2021">', None, None),
        (
            '<script type="application/ld+json">[{"datePublished": "2021-02-03"}]</script>',
            date(2021, 2, 3),
            "JSON-LD datePublished",
        ),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None, None),
    ],
)
def test_date_is_taken_from_the_tag_that_names_a_day(
    head: str, published: date | None, tag: str | None
) -> None:
    found = page("", head=head)
    assert (found.published, found.published_from) == (published, tag)


def test_time_of_the_article_counts_and_times_of_other_stories_do_not() -> None:
    other = "<ul><li><time datetime='2020-01-01'>x</time></li><li><time>2 May 2020</time></li></ul>"
    assert page(other).published is None
    own = (
        f"<article><h1>A</h1><time datetime='2021-02-03T10:00'>x</time><p>{SENTENCE}</p></article>"
    )
    assert page(own + other).published == date(2021, 2, 3)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-06-13T23:40:00-05:00", date(2024, 6, 13)),
        ("Thu, 13 Jun 2024 10:00:00 GMT", date(2024, 6, 13)),
        ("June 13, 2024", date(2024, 6, 13)),
        ("Posted on 1st of nothing", None),
        ("13 Sept. 2024", date(2024, 9, 13)),
        ("31 February 2024", None),
        ("2024-13-01", None),
        ("0000-01-01", None),
        ("13 Foo 2024", None),
        (None, None),
    ],
)
def test_written_date_is_a_day_or_nothing(written: str | None, day: date | None) -> None:
    assert written_date(written) == day


def test_long_and_dirty_title_is_cut_and_cleaned() -> None:
    found = page(
        "", head=f"<meta property='og:title' content='A \u202epact\u200b\n of {'x' * 900}'>"
    )
    assert found.title is not None
    assert found.title.startswith("A pact of xxx")
    assert len(found.title) == 300


# Texts and their letters.


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_goes_before_what_is_declared(charset: str) -> None:
    assert plain("Malm\u00f6 \u2013 pact".encode(charset), "iso-8859-1") == "Malm\u00f6 \u2013 pact"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Malm\u00f6"),
        ("utf-16-le", "Malm\u00f6 pact"),
        ("windows-1251", "\u0434\u043e\u0433\u043e\u0432\u043e\u0440"),
        ("gb2312", "\u534f\u8bae"),
        ("shift_jis", "\u5354\u5b9a"),
        ("iso-2022-jp", "\u5354\u5b9a"),
        ("koi8-r", "\u0434\u043e\u0433\u043e\u0432\u043e\u0440"),
    ],
)
def test_declared_charset_is_used(charset: str, text: str) -> None:
    assert plain(text.encode(charset), charset) == text


def test_utf_8_proves_itself_against_a_wrong_label() -> None:
    assert plain("Malm\u00f6".encode(), "iso-8859-1") == "Malm\u00f6"
    assert plain(b"plain letters", "utf-16") == "plain letters"


def test_spanish_without_a_label_keeps_its_letters() -> None:
    text = "El ministro espa\u00f1ol firm\u00f3 el acuerdo en Logro\u00f1o por la ma\u00f1ana."
    assert plain(text.encode("cp1252")) == text


def test_one_broken_letter_in_much_utf_8_is_marked() -> None:
    text = (
        "Die \u00dcbereinkunft \u00fcber Verst\u00e4rkung gilt f\u00fcr f\u00fcnf Jahre. " * 10
    ).encode()
    assert plain(text + b"\xff end", "utf-8").endswith("\ufffd end")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (b"+ADw-script+AD4- a text in UTF-7", "utf-7"),
        (b"plain letters under a label that nobody knows", "klingon-8"),
        (bytes(range(128, 256)) * 4, "utf-8"),
        (b"\xef\xbb\xbf broken after the mark \xff\xfe", None),
    ],
)
def test_letters_that_cannot_be_made_out_are_refused(body: bytes, charset: str | None) -> None:
    assert code_of(body, "text/plain", charset) == "unknown_charset"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\xd0\xcf\x11\xe0\x00\x01", "Word"),
        (b"{\\rtf1 \x00", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"text with a \x00 in it", "binary"),
        (b"\x01\x02\x03\x04\x05" * 50, "binary"),
    ],
)
def test_binary_is_refused_by_its_name(body: bytes, what: str) -> None:
    for content_type in ("text/plain", "text/html", None):
        with pytest.raises(Unreadable) as caught:
            clean(body, content_type=content_type, charset=None, url=None)
        assert caught.value.code == "binary"
        assert what in caught.value.sentence


@pytest.mark.parametrize("body", ["", " \n\t ", "\u200b\u200d\ufeff", "\u0301\u0301", "--- ... !"])
def test_text_without_a_word_is_empty(body: str) -> None:
    assert code_of(body.encode(), "text/plain", "utf-8") == "empty"
    with pytest.raises(Unreadable) as caught:
        clean_paste(body, max_bytes=1_000)
    assert caught.value.code == "empty"
    assert caught.value.sentence.startswith("The text is empty: ")


def test_text_of_the_limit_passes_and_one_byte_more_does_not() -> None:
    assert len(clean_paste("a" * 2_000_000)) == 2_000_000
    assert code_of(b"a" * 2_000_001, "text/plain") == "too_large"
    assert code_of(b"a" * 4_000_001, "text/html") == "too_large"
    with pytest.raises(Unreadable) as caught:
        clean_paste("\u00e9" * 501, max_bytes=1_000)
    assert caught.value.code == "too_large"


# Pasted text.


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one  \n\n \n\t\n\ntwo \n", "one\n\ntwo"),
        ("Rus\u200bsia \u202esigned\u202c", "Russia signed"),
        ("40\u00a0million\u2009crowns", "40 million crowns"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("a\u200db", "ab"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("a" + "\u0301" * 1_000, "\u00e1" + "\u0301" * 3),
        ("lone \ud800 half", "lone  half"),
        ("{{ 7*7 }} <script>alert(1)</script>", "{{ 7*7 }} <script>alert(1)</script>"),
    ],
)
def test_pasted_text_has_one_spelling(pasted: str, text: str) -> None:
    assert clean_paste(pasted) == text


def test_pasted_binary_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        clean_paste("PK\x03\x04\x00")
    assert caught.value.code == "binary"


@given(some.text(some.characters(codec=None), min_size=1))
def test_any_paste_is_refused_or_stays_as_it_is_the_second_time(pasted: str) -> None:
    try:
        once = clean_paste(pasted)
    except Unreadable:
        return
    assert clean_paste(once) == once
    assert once.encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e]| $|\n\n\n", once)


@given(some.binary(max_size=300), some.sampled_from([None, "text/html", "text/plain"]))
def test_any_bytes_are_a_text_or_a_named_refusal(body: bytes, content_type: str | None) -> None:
    try:
        found = clean(body, content_type=content_type, charset=None, url=URL)
    except Unreadable as refusal:
        assert refusal.sentence  # noqa: PT017  either end is fine, if it is one of these two
    else:
        assert clean_paste(found.text) == found.text


# Pages that attack the parser.


@pytest.mark.parametrize(
    "attack",
    [
        "<div>" * 100_000,
        "<div><p>" * 100_000,
        "<b>" * 100_000,
        "<table><tr><td>" * 50_000,
        "<!--" * 200_000,
        "<" * 1_000_000,
        "&amp;" * 200_000,
        "<a x='" * 200_000,
        " " * 1_000_000 + "x",
        "a\u0301\u0316" * 200_000,
        "<!-- -->" * 100_000,
        "<time>1</time>" * 30_000,
        "<article><h1>x</h1>" * 200 + "<time>1</time>" * 20_000,
        "<table>" * 200 + "<tr><td><p>x" * 5_000,
        "<h1>x</h1>" * 20_000,
    ],
)
def test_page_built_against_the_parser_ends_soon(attack: str) -> None:
    started = time.process_time()
    for html in (attack, f"<html><body><p>{SENTENCE}</p>{attack}"):
        for content_type in ("text/html", None):
            with contextlib.suppress(Unreadable):
                clean(html.encode(), content_type=content_type, charset=None, url=None)
    assert time.process_time() - started < 6


@pytest.mark.parametrize("joint", [" a{}=1", " a{}='>'", '/a{}="<p>"', " a{} = x", ' a{}="1"'])
def test_tag_with_too_many_attributes_is_refused_before_it_is_parsed(joint: str) -> None:
    attributes = "".join(joint.format(number) for number in range(100_000))
    started = time.process_time()
    assert code_of(f"<html><body><p{attributes}>{SENTENCE}</p>".encode()) == "too_complex"
    assert time.process_time() - started < 2


def test_page_of_deep_and_many_nodes_is_refused() -> None:
    html = f"<html><body><p>{SENTENCE}</p>" + "<table>" * 200 + "<tr><td><p>x" * 100_000
    assert code_of(html.encode()) == "too_complex"


def test_page_with_a_large_picture_inside_is_read() -> None:
    picture = "A/b+=" * 20_000
    found = page(f'<img alt="x" src="data:image/png;base64,{picture}"><p>{SENTENCE}</p>')
    assert SENTENCE in found.text
