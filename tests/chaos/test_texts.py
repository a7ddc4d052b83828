"""What is handed in: no two alike, and each makes a draft."""

from collections import Counter
from itertools import combinations

import pytest

from chaos import texts
from ingest import reader
from ingest.clean import clean
from ingest.stories import Story, compare, sketch

PIECES = [texts.piece(5, number) for number in range(300)]


def test_no_two_pieces_have_the_same_key_or_text() -> None:
    assert len({piece.key for piece in PIECES}) == len({piece.text for piece in PIECES}) == 300


def test_the_same_seed_and_number_are_the_same_piece() -> None:
    assert texts.piece(5, 7) == PIECES[7]
    assert texts.piece(6, 7).text != PIECES[7].text


@pytest.mark.parametrize("number", range(0, 300, 20))
def test_each_text_tells_of_one_agreement_and_so_does_its_page(number: int) -> None:
    piece = PIECES[number]
    assert len(reader.read(piece.text, published=None)) == 1
    page = clean(texts.page(piece), content_type="text/html", charset="utf-8", url=None)
    assert f"number {number} of " in page.text
    assert len(reader.read(page.text, published=page.published)) == 1


def test_no_two_pieces_are_copies_or_keep_each_other_waiting() -> None:
    """Texts that have much in common are looked at together, one after the other."""
    told = [Story.of(piece.text, None) for piece in PIECES[:40]]
    assert not any(compare(one, other).is_same for one, other in combinations(told, 2))
    hashes = Counter(value for story in told for value in sketch(story))
    assert hashes.most_common(1)[0][1] < 10


def test_a_seventh_is_handed_in_by_address() -> None:
    assert sum(bool(piece.address) for piece in PIECES) == 43
    assert PIECES[7].request == {"url": "http://paper.example/article/7"}
