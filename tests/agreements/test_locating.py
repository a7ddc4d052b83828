"""Where in a text a quote stands."""

from agreements.locating import Place, locate

TREATY = (
    "Agreement between Fiji and Kenya\n\nThe two agree:\n\nArticle 1\n\nThey will train.\n\n"
    "Article 2 Consultation\n\nIf one is attacked, they consult. They do so within a day.\n\n"
    "The end."
)


def place(words: str, text: str = TREATY) -> Place:
    start = text.index(words)
    return locate(text, start, start + len(words))


def test_a_quote_is_found_by_article_and_paragraph() -> None:
    assert place("They will train").locator == "Article 1, paragraph 1"
    assert place("The end").locator == "Article 2, paragraph 2"
    assert place("The two agree").locator == "paragraph 2"


def test_a_heading_that_is_quoted_is_its_own_place() -> None:
    assert place("Consultation").locator == "Article 2"


def test_a_text_of_one_paragraph_needs_no_number() -> None:
    assert place("b", "a b c").locator == ""


def test_what_is_around_ends_with_the_paragraph() -> None:
    found = place("they consult")
    assert (found.before, found.after) == ("If one is attacked, ", ". They do so within a day.")


def test_of_a_long_paragraph_only_whole_words_nearby_are_shown() -> None:
    found = place("HERE", f"{'word ' * 90}HERE{' word' * 90}")
    assert found.before.startswith("… word")
    assert found.after.endswith("word …")
    assert len(found.before) < 120
    assert len(found.after) < 120
