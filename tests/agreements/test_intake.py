import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from agreements import curation, intake
from agreements.models import Agreement, Document, Draft
from agreements.proposal import Proposal, ProposedMilestone, ProposedTerm
from tests import cast


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def at_once(deed: Callable[[], object], threads: int = 3) -> list[object]:
    results: list[object] = []
    barrier = threading.Barrier(threads)

    def run() -> None:
        try:
            barrier.wait(60)
            results.append(deed())
        finally:
            connection.close()

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    return results


def test_same_words_are_one_document_with_the_first_origin() -> None:
    first, is_new = intake.archive_document(intake.Text("Words", url="https://one.test/a"))
    again = intake.archive_document(intake.Text("Words", url="https://two.test/b", title="Later"))
    assert is_new
    assert again == (first, False)
    assert Document.objects.get().url == "https://one.test/a"


def test_other_words_are_another_document() -> None:
    numbers = {
        intake.archive_document(intake.Text(words))[0] for words in ("Words", "Words ", "words")
    }
    assert len(numbers) == 3


def test_what_a_page_says_of_itself_beyond_all_limits_does_not_stop_the_text() -> None:
    long = "x" * 5000
    number, _ = intake.archive_document(
        intake.Text(
            "Words",
            url="https://one.test/a",
            canonical_url=f"https://one.test/{long}",
            publisher=long,
            title=long,
            language=long,
        )
    )
    document = Document.objects.get(pk=number)
    assert (document.url, document.canonical_url, document.language) == (
        "https://one.test/a",
        "",
        "",
    )
    assert (len(document.title), len(document.publisher)) == (500, 200)


@pytest.mark.django_db(transaction=True)
def test_archived_at_once_from_three_threads_it_is_one_document() -> None:
    results = at_once(lambda: intake.archive_document(intake.Text("Words told at once")))
    number = Document.objects.get().pk
    assert sorted(results, key=str) == [(number, False), (number, False), (number, True)]


@pytest.mark.django_db(transaction=True)
def test_proposed_at_once_from_three_threads_it_is_one_draft() -> None:
    story = cast.signed()
    document = cast.document(story.text)
    results = at_once(lambda: cast.draft(document, story.proposal()).pk)
    assert results == [Draft.objects.get().pk] * 3


def test_proposed_twice_it_is_one_draft_as_first_proposed() -> None:
    story = cast.signed()
    first = story.draft()
    document = first.document
    again = cast.draft(document, cast.signed("1999").proposal())
    assert again.pk == first.pk
    assert Proposal.from_json(again.proposed) == story.proposal()
    assert cast.draft(document, story.proposal(), ordinal=1).pk != first.pk


def test_decided_draft_is_not_offered_anew() -> None:
    story = cast.signed()
    draft = story.draft()
    cast.approve(draft)
    assert story.draft().state == "approved"
    assert Draft.objects.count() == 1


def test_draft_is_offered_for_the_likeliest_agreement() -> None:
    agreement = cast.agreement(cast.signed("2024-06-13", title="Treaty of London on training"))
    same = cast.signed("2024-06-13", title="Treaty of London on training").draft()
    assert same.match == agreement
    assert cast.signed("2009-01-01", title="Another matter").draft().match is None


@pytest.fixture
def two() -> tuple[Agreement, Agreement]:
    """Two agreements of one pair: on training in 2024, on information in 2019."""
    return (
        cast.agreement(cast.signed("2024-06-13", title="Agreement on military training")),
        cast.agreement(cast.signed("2019-02-01", title="Agreement on classified information")),
    )


def matches(title: str, on: str, *, parties: tuple[str, str] = ("GB", "UA")) -> list[intake.Match]:
    proposal = Proposal(
        parties,
        (ProposedTerm(name="title", value=title), ProposedMilestone(kind="signed", date=on)),
    )
    return intake.find_matches(proposal, published=date(2024, 6, 20))


@pytest.mark.parametrize(
    ("title", "on", "which"),
    [
        ("Training agreement", "2024-06", 0),
        ("Military training", "2024-06-13", 0),
        ("Classified information agreement", "2019", 1),
        ("Agreement on information", "2019-02-01", 1),
        ("Agreement on information", "XXXX-02-01", 1),
    ],
)
def test_of_two_agreements_of_a_pair_title_and_date_pick_the_one(
    two: tuple[Agreement, Agreement], title: str, on: str, which: int
) -> None:
    first, *rest = matches(title, on)
    assert first.agreement_id == two[which].pk
    assert first.is_likely
    assert [match.is_likely for match in rest] == [False]


def test_clash_of_dates_means_a_new_agreement(two: tuple[Agreement, Agreement]) -> None:
    found = matches("Agreement on military training", "2021-05-05")
    assert len(found) == 2
    assert not any(match.is_likely for match in found)


def test_text_older_than_a_signing_does_not_tell_of_that_one(
    two: tuple[Agreement, Agreement],
) -> None:
    proposal = Proposal(
        ("GB", "UA"),
        (
            ProposedTerm(name="title", value="Agreement on military training"),
            ProposedMilestone(kind="signed", date=""),
        ),
    )
    likely = {
        day: [m.agreement_id for m in intake.find_matches(proposal, published=day) if m.is_likely]
        for day in (date(2021, 5, 5), date(2024, 6, 20))
    }
    assert likely == {date(2021, 5, 5): [], date(2024, 6, 20): [two[0].pk]}


def test_pair_alone_is_not_enough(two: tuple[Agreement, Agreement]) -> None:
    assert not any(match.is_likely for match in matches("Something else altogether", ""))


def test_other_pairs_and_unknown_parties_have_no_matches(two: tuple[Agreement, Agreement]) -> None:
    assert matches("Agreement on military training", "2024-06-13", parties=("DE", "PL")) == []
    assert matches("Agreement on military training", "2024-06-13", parties=("GB", "ZZ")) == []


def test_order_of_the_parties_does_not_matter(two: tuple[Agreement, Agreement]) -> None:
    assert matches("Training", "2024-06-13", parties=("UA", "GB")) == matches(
        "Training", "2024-06-13"
    )


def test_agreement_of_which_nothing_is_held_any_more_is_no_match() -> None:
    cast.agreement()
    draft = Draft.objects.get()
    decision = draft.decisions.get()
    curation.undo(decision.pk, cast.tomasz())
    assert matches("Treaty of Friendship", "2024-06-13") == []


def test_known_parties_are_named_by_code() -> None:
    assert intake.known_parties() == {code: row[1] for code, row in cast.PARTIES.items()}
