"""Texts that tell the same story: one draft in the queue, all their words on the agreement."""

from datetime import date

import pytest

from agreements import curation
from agreements.joining import as_if_held, effects, retold
from agreements.merging import Effect
from agreements.models import Card, Draft, Evidence
from agreements.models.draft import DraftQuerySet
from agreements.proposal import Citation, Proposal, ProposedTerm, Quote
from agreements.verification import verify
from tests import cast
from tests.cast import Story


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def waiting() -> list[int]:
    return list(DraftQuerySet(Draft).waiting().order_by("pk").values_list("pk", flat=True))


def state(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def test_second_text_on_one_signing_waits_behind_the_first() -> None:
    first, second = cast.signed().draft(), cast.signed(title="Friendship Treaty").draft()
    assert second.head_id == first.pk
    assert waiting() == [first.pk]


def test_text_on_another_day_or_another_pair_waits_by_itself() -> None:
    drafts = [
        cast.signed("2024-06-13").draft(),
        cast.signed("2024-09-01").draft(),
        cast.signed(parties=("FR", "UA")).draft(),
    ]
    assert [draft.head_id for draft in drafts] == [None, None, None]


def test_drafts_of_one_text_never_join() -> None:
    story = cast.signed()
    document = cast.document(story.text)
    first = cast.draft(document, story.proposal())
    assert cast.draft(document, story.proposal(), ordinal=1).head_id is None
    assert first.head_id is None


def test_approving_the_first_adds_the_words_of_those_that_say_nothing_else() -> None:
    first, second = cast.signed().draft(), cast.signed(title="Friendship Treaty").draft()
    decision = cast.approve(first)
    assert state(second) == "approved"
    assert waiting() == []
    milestone = Evidence.objects.filter(known_to=None, milestone__isnull=False)
    assert {e.document_id for e in milestone} == {first.document_id, second.document_id}
    assert Card.objects.get(known_to=None).title == "Treaty of Friendship"
    assert verify().differences == []

    curation.undo(decision.pk, cast.olena())
    assert (state(first), state(second)) == ("open", "open")
    assert waiting() == [first.pk]
    assert not Card.objects.filter(known_to=None).exists()
    assert verify().differences == []


def test_text_that_says_more_waits_as_news_of_the_agreement() -> None:
    first = cast.signed().draft()
    second = cast.signed().term("duration_years", "10").draft()
    cast.approve(first)
    assert state(second) == "open"
    assert waiting() == [second.pk]
    now = Draft.objects.select_related("match", "head__match").get(pk=second.pk)
    assert now.match is not None
    assert now.head is not None
    assert now.match == now.head.match


def test_rejecting_the_first_brings_forward_the_next() -> None:
    first, second = cast.signed().draft(), cast.signed().draft()
    curation.reject(first.pk, cast.olena(), version=1, reason="Not an agreement")
    assert waiting() == [second.pk]


def test_what_each_value_would_do_is_told_beforehand() -> None:
    first = cast.signed("2024-06").term("duration_years", "10").draft()
    story = cast.signed("2024-06-13").term("duration_years", "20")
    told = story.term("renewal", "By notes").draft()
    day = first.created_at.date()
    held = as_if_held(Proposal.from_json(first.proposed), first.document, day)
    found = effects(held, Proposal.from_json(told.proposed), told.document, day)
    named = dict(zip(("title", "signed", "duration", "renewal"), found, strict=True))
    assert named == {
        "title": Effect.SUPPORTS,
        "signed": Effect.REFINES,
        "duration": Effect.CONTESTS,
        "renewal": Effect.ADDS,
    }


def test_story_told_a_year_later_is_another_one() -> None:
    first = Story(published=date(2024, 6, 14)).term("title", "pact").milestone("agreed")
    later = Story(published=date(2025, 6, 14)).term("title", "pact").milestone("agreed")
    assert first.draft().head_id is None
    assert later.draft().head_id is None


class TestRetold:
    """What a proposal says in the words of a copy."""

    TEXT = "LONDON (Wire) - The two signed a pact on Monday. It runs for ten years, they said."

    def told(self, copy: str, *words: str) -> Proposal | None:
        terms = tuple(
            ProposedTerm(name="title", value=each, sources=(self.quote(each),)) for each in words
        )
        return retold(Proposal(("GB", "UA"), terms, self.quote("The two")), self.TEXT, copy)

    def quote(self, words: str) -> Quote:
        start = self.TEXT.index(words)
        return Quote(start, start + len(words), words)

    def test_a_quote_is_moved_to_where_its_sentence_stands(self) -> None:
        copy = "By A. Writer\n\nThe two signed a pact on Monday. Nobody clapped."
        told = self.told(copy, "signed a pact", "ten years")
        assert told is not None
        (statement,) = told.statements
        (source,) = statement.sources
        assert isinstance(source, Quote)
        assert copy[source.start : source.end] == "signed a pact" == source.words

    @pytest.mark.parametrize(
        "copy",
        [
            "The two signed a pact on Tuesday.",
            "The two signed a pact on Monday, but it is void.",
            "The two met. Others signed a pact on Monday.",
            "",
        ],
    )
    def test_words_in_another_sentence_are_no_evidence(self, copy: str) -> None:
        assert self.told(copy, "signed a pact") is None

    def test_the_last_sentence_of_a_text_may_be_followed_by_more(self) -> None:
        copy = f"{self.TEXT}\n\nMore follows."
        told = self.told(copy, "ten years", "signed a pact")
        assert told is not None
        assert len(told.statements) == 2

    def test_what_rests_on_no_quote_is_left_out(self) -> None:
        cited = ProposedTerm(name="title", value="Pact", sources=(Citation("A book"),))
        proposal = Proposal(("GB", "UA"), (cited,), self.quote("The two"))
        assert retold(proposal, self.TEXT, self.TEXT) is None
