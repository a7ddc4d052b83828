import pytest

from ingest.reader.text import prose


def sentences(text: str) -> list[str]:
    return [sentence.words for sentence in prose.parse(text).sentences]


def test_sentences_keep_the_offsets_of_the_text() -> None:
    text = "Kyiv\u2019s pact was signed. It holds — for now.\n\nMore follows."
    parsed = prose.parse(text)
    assert len(parsed.plain) == len(parsed.low) == len(text)
    for sentence in parsed.sentences:
        assert text[sentence.span.start : sentence.span.end].strip() != ""
    assert parsed.sentences[1].words == "It holds - for now."


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert len(sentences("The U.S. Senate met Gen. Smith on Jan. 5 in Rome.")) == 1


def test_a_full_stop_ends_a_sentence() -> None:
    assert len(sentences("The Senate met. The House did not.")) == 2


def test_a_line_broken_by_a_fixed_width_page_is_joined() -> None:
    text = "The two governments have today signed an agreement on the\nstatus of their forces."
    assert sentences(text) == [text.replace("\n", " ")]


def test_a_headline_is_not_joined_to_what_follows() -> None:
    assert len(sentences("Pact signed\nThe two met on Monday.")) == 2


def test_page_furniture_is_no_part_of_the_story() -> None:
    text = "Skip to content\n\nA pact was signed.\n\nRead also: Another pact\n\nSubscribe"
    assert sentences(text) == ["A pact was signed."]


@pytest.mark.parametrize(
    "line",
    [
        "Get defence industry news straight to your inbox.",
        "Weekly recap: subscribe to our newsletter",
    ],
)
def test_an_offer_of_letters_is_no_part_of_the_story(line: str) -> None:
    assert sentences(f"A pact was signed.\n\n{line}") == ["A pact was signed."]


def test_what_follows_related_articles_is_left_out() -> None:
    assert sentences("A pact was signed.\n\nRelated articles\n\nPoland signs too.") == [
        "A pact was signed."
    ]


def test_a_long_paragraph_that_begins_like_furniture_is_read() -> None:
    text = "Share this view or not, the two governments signed. " * 6
    assert len(sentences(text)) == 6


def test_a_text_without_full_stops_is_cut() -> None:
    assert max(len(words) for words in sentences("word " * 2_000)) <= prose.MOST_IN_A_SENTENCE


def test_a_bullet_is_known() -> None:
    parsed = prose.parse("It covers:\n• training\n• cyber defence")
    assert [sentence.is_bullet for sentence in parsed.sentences] == [False, True, True]


def test_a_capital_that_grows_in_lower_case_moves_nothing() -> None:
    text = "İstanbul was the place."
    assert len(prose.parse(text).low) == len(text)


def test_lines_of_another_system_are_lines() -> None:
    text = "The two governments have today signed an agreement\r\non forces.\r\n\r\nMore follows"
    assert len(sentences(text)) == 2


def test_a_line_of_spaces_ends_a_paragraph() -> None:
    assert (
        len(sentences("The two governments have today met in the old town\n   \nmore follows")) == 2
    )
