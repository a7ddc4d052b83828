"""Texts taken apart and held against each other."""

import random
from datetime import date

from ingest.stories import SIZE, Story, compare, sketch, story
from ingest.stories.furniture import body

PARAGRAPHS = (
    "The two ministers signed the agreement in the old town hall on Monday, after a year of talks "
    "that had been broken off twice.",
    "It lets ships of both navies use the harbour at Sund for repairs, and provides for a joint "
    "school of divers with 40 places from next autumn on.",
    "Neither country is bound to help the other in war, a spokesman said, although both sides "
    "expect that the habit of working together will count for something.",
    "Fishermen at the harbour said that they had not been asked. Their boats are to move to the "
    "northern quay, where the water is shallow at low tide.",
)
TEXT = "\n\n".join(PARAGRAPHS)
FIRST = [-9125746257136460449, -8833794833531073170]
# Words, ends of sentences, and letters that do not take two ways of reading alike.
ODD = (
    " \n.,?:;_-'\u2019\u202f\xa0aAbBzZ015"
    "\u00df\u0130\u0149\u03a3\u1e9e\ufb01\u65e5\u672c\u30cb\u0661"
)


class TestFurniture:
    def test_headline_byline_dateline_credits_and_advertisements_are_left_out(self) -> None:
        printed = [
            "Ministers sign at last",
            "By Our Correspondent",
            f"SUND, March 4 (Wire) — {PARAGRAPHS[0]}",
            "Read more: The harbour in pictures, and what the divers will learn there.",
            PARAGRAPHS[1],
            "Doubts on the quay",
            PARAGRAPHS[2],
            "(Reporting by A. Writer in Sund and B. Writer in the capital; editing by C. Editor.)",
            "© 2026 Wire. All rights reserved.",
        ]
        assert body("\n\n".join(printed)) == "\n\n".join(PARAGRAPHS[:3])

    def test_what_stands_below_notes_to_editors_is_left_out(self) -> None:
        foot = "The ministry employs 400 people and answers questions of the press on weekdays."
        assert body(f"{TEXT}\n\nNotes to editors:\n\n{foot}") == TEXT

    def test_a_text_that_is_nothing_but_labels_stays_whole(self) -> None:
        labels = "Ministers sign\n\nBy Our Correspondent"
        assert body(labels) == labels

    def test_a_sentence_that_begins_with_a_capitalised_place_stays_whole(self) -> None:
        assert body("Sund is a harbour - one of nine in the country.").startswith("Sund is")


class TestStory:
    def test_spelling_quotes_and_grouping_of_figures_make_no_difference(self) -> None:
        one = Story.of("The minister\u2019s defence program costs 1,500 crowns, he said.")
        other = Story.of("The minister's defense programme costs 1500 crowns, he said.")
        assert one.shingles
        assert one.shingles == other.shingles

    def test_a_language_without_spaces_is_taken_apart_too(self) -> None:
        assert Story.of(
            "両国は月曜日に新しい協定に署名した。二年間の交渉は二度中断していた。"
        ).is_long_enough

    def test_words_are_the_same_with_and_without_what_is_a_name(self) -> None:
        chance = random.Random(24)  # noqa: S311  no secret
        texts = [TEXT, *("".join(chance.choices(ODD, k=200)) for _ in range(500))]
        for each in texts:
            assert story._words(each) == [word.text for word in story._told_apart(each)]

    def test_names_and_figures_are_told_by_the_words_before_them(self) -> None:
        slots = Story.of("They met in Oslo and gave some 40 boats. They met in Riga.").slots()
        assert slots["met", "in"] == {"oslo", "riga"}
        assert slots["gave", "some"] == {"40"}

    def test_a_text_of_very_many_words_is_cut(self) -> None:
        words = " ".join(f"word{number}" for number in range(100_000))
        assert len(Story.of(words + ".").shingles) < 20_000


class TestSketch:
    def test_it_is_the_same_for_ever(self) -> None:
        found = sketch(Story.of(TEXT))
        assert len(found) == SIZE
        assert found == sorted(found)
        assert found[:2] == FIRST

    def test_a_short_text_has_none(self) -> None:
        assert sketch(Story.of("The ministers have signed the agreement.")) == []

    def test_a_text_cut_to_a_third_shares_what_it_is_found_by(self) -> None:
        whole, cut = sketch(Story.of(TEXT)), sketch(Story.of("\n\n".join(PARAGRAPHS[:2])))
        assert len(set(whole) & set(cut)) >= 8


class TestCompare:
    def test_a_shortened_copy_is_the_same_story_and_has_nothing_of_its_own(self) -> None:
        cut, whole = Story.of("\n\n".join(PARAGRAPHS[:2])), Story.of(TEXT)
        found = compare(cut, whole)
        assert found.is_same
        assert (found.containment, found.own) == (1.0, 0.0)
        assert compare(whole, cut).own > 0.4

    def test_the_same_words_with_other_names_and_figures_are_another_story(self) -> None:
        this = "They met in Oslo with Anna Berg, of Norland, and gave to Tavria some 40 boats. "
        that = "They met in Riga with Olga Krum, of Vesteria, and gave to Halvia some 90 boats. "
        assert not compare(Story.of(this + TEXT), Story.of(that + TEXT)).is_same

    def test_names_are_looked_at_only_where_all_else_is_alike(self) -> None:
        unlike = (
            PARAGRAPHS[1].replace("40", "60") + " They have met in Oslo for nothing at all." * 9
        )
        found = compare(Story.of(TEXT), Story.of(unlike))
        assert (found.is_same, found.changed) == (False, 0.0)
        assert compare(Story.of(TEXT), Story.of(TEXT.replace("40", "60"))).changed > 0

    def test_one_figure_put_right_is_a_correction(self) -> None:
        assert compare(Story.of(TEXT), Story.of(TEXT.replace("40", "60"))).is_same

    def test_other_news_above_the_same_background_is_another_story(self) -> None:
        news = "Parliament threw the agreement out on Friday by a single vote, to its own surprise."
        more = "The minister resigned within the hour and went home on foot through the snow."
        later = Story.of("\n\n".join((news, more, *PARAGRAPHS[1:])))
        assert not compare(Story.of(TEXT), later).is_same

    def test_a_text_printed_again_after_months_is_the_same_only_if_all_but_equal(self) -> None:
        early, late = date(2026, 1, 5), date(2026, 6, 5)
        cut = "\n\n".join(PARAGRAPHS[:3])
        assert compare(Story.of(TEXT, early), Story.of(TEXT, late)).is_same
        assert not compare(Story.of(TEXT, early), Story.of(cut, late)).is_same

    def test_nothing_is_like_nothing(self) -> None:
        assert not compare(Story.of(""), Story.of("")).is_same
