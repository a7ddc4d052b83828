"""What holds of every text: read alike each time, spans that fit, furniture of no effect."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reader import folder, read
from ingest.reader.records import Record, Span, Value

OWN = Path(__file__).parents[2] / "samples" / "reader"
PUBLISHED = date(2024, 6, 12)
BEFORE = "Skip to content\n\nMenu\n\nSubscribe\n\n"
AFTER = (
    "\n\nRead also: Poland signs a pact with Chile\n\nShare this article\n\nMost popular\n\nMore"
)

articles = {article.name: article for article in folder.articles(OWN)}
PIECES = (
    "Estonia|and|Chile|signed|a|defence|pact|with|Japan|,|.|\n\n|on|Monday|in 2019|the|treaty|"
    "will|not|U.S.|(MoU)|memorandum of understanding|Kyiv|troops|\u201cquoted\u201d|\u200b|"
    "\u202e|\u0130|$5 million|10-year|of|between|Mutual Defence Treaty|it|covers|training|"
    "either|similar agreements|after|\ufb01nal|-"
)
words = st.sampled_from(PIECES.split("|"))
texts = st.lists(words, max_size=60).map(" ".join) | st.text(max_size=300)


def spans(record: Record) -> list[Span]:
    fields = [getattr(record, name) for name in record.__slots__]
    values = [one.span for one in fields if isinstance(one, Value)]
    promised = [one.span for one in record.commitments]
    return [*values, *promised, *(one.span for one in record.amounts)]


def said(record: Record) -> list[object]:
    fields = [getattr(record, name) for name in record.__slots__]
    values: list[object] = [one.value if isinstance(one, Value) else None for one in fields]
    promised = [(one.type, one.held, one.direction, one.debtor) for one in record.commitments]
    return [*values, *promised, *(one.value for one in record.amounts), record.salience]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_reading_is_the_same_each_time(text: str) -> None:
    assert read(text, published=PUBLISHED) == read(text, published=PUBLISHED)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_every_span_holds_words_of_the_text(text: str) -> None:
    for record in read(text, published=PUBLISHED):
        assert record.parties.value[0] < record.parties.value[1]
        for span in spans(record):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip()


@settings(max_examples=100, deadline=None)
@given(texts)
def test_confidence_is_a_share_and_a_debtor_has_a_creditor(text: str) -> None:
    for record in read(text, published=PUBLISHED):
        for one in record.commitments:
            assert 0 < one.confidence < 1
            one_way = one.direction == "one_way"
            assert (one.debtor is not None) == (one.creditor is not None) == one_way
            assert not one_way or {one.debtor, one.creditor} == set(record.parties.value)


@pytest.mark.parametrize("name", articles)
def test_page_furniture_changes_no_record(name: str) -> None:
    article = articles[name]
    plain = article.read()
    dressed = replace(article, text=BEFORE + article.text.rstrip() + AFTER).read()
    assert [said(one) for one in dressed] == [said(one) for one in plain]
    moved = [
        Span(one.start + len(BEFORE), one.end + len(BEFORE)) for r in plain for one in spans(r)
    ]
    assert [one for record in dressed for one in spans(record)] == moved
