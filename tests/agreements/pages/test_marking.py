from agreements.pages.marking import mark_text
from agreements.proposal import Quote

TEXT = "Kyiv & Tirana signed a pact on 21 January."


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(start, start + len(words), words)


def test_a_quote_is_marked_and_numbered() -> None:
    marked = mark_text(TEXT, [quote("signed a pact")])
    assert '<mark class="mark" data-marks="1" id="e1">signed a pact<a' in marked.html
    assert marked.html.startswith("Kyiv &amp; Tirana ")
    assert marked.html.endswith("</mark> on 21 January.")


def test_marks_are_numbered_in_reading_order() -> None:
    later, earlier = quote("21 January"), quote("Tirana")
    assert mark_text(TEXT, [later, earlier]).numbers == {
        (earlier.start, earlier.end): 1,
        (later.start, later.end): 2,
    }


def test_the_same_place_twice_is_one_mark() -> None:
    assert len(mark_text(TEXT, [quote("Tirana"), quote("Tirana")]).numbers) == 1


def test_overlapping_quotes_keep_every_word_once() -> None:
    marked = mark_text(TEXT, [quote("signed a pact"), quote("a pact on 21")])
    assert marked.html.count("pact") == 1
    assert 'data-marks="1 2" id="e2"' in marked.html
    assert 'id="e1"' in marked.html


def test_two_quotes_from_one_start_both_have_their_place() -> None:
    marked = mark_text(TEXT, [quote("signed"), quote("signed a pact")])
    assert 'id="e1"' in marked.html
    assert 'id="e2"' in marked.html


def test_words_that_are_not_there_are_not_marked() -> None:
    marked = mark_text(TEXT, [Quote(0, 4, "Kiev")])
    assert not marked.numbers
    assert "<mark" not in marked.html


def test_markup_in_the_text_stays_text() -> None:
    text = "<script>alert(1)</script>"
    marked = mark_text(text, [Quote(0, 8, "<script>")])
    assert "<script>" not in marked.html
