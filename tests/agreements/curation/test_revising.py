"""The editor's layer on a draft: stored, checked, kept."""

from dataclasses import replace

import pytest

from agreements import curation, intake
from agreements.models import Decision, Draft, Milestone, Term
from agreements.proposal import Judgement, Proposal, ProposedMilestone, ProposedTerm, Quote
from agreements.revision import Revision
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def proposed(draft: Draft) -> Proposal:
    return Proposal.from_json(draft.proposed)


def retitled(draft: Draft, title: str) -> Revision:
    """Say the title, which is at the first place, otherwise, on the same words."""
    return Revision(changed={0: replace(proposed(draft).statements[0], value=title)})  # type: ignore[arg-type]  # a term


def revise(draft: Draft, revision: Revision) -> Draft:
    now = Draft.objects.get(pk=draft.pk)
    return curation.revise(now.pk, cast.olena(), now.version, revision)


def refused(draft: Draft, revision: Revision) -> list[tuple[int | None, str]]:
    with pytest.raises(curation.RevisionError) as told:
        revise(draft, revision)
    draft.refresh_from_db()
    assert draft.revised is None
    assert draft.version == 1
    return [(fault.place, fault.field) for fault in told.value.faults]


def test_layer_is_stored_with_its_editor_and_the_proposal_stays() -> None:
    draft = cast.signed().draft()
    before = draft.proposed
    revised = revise(draft, retitled(draft, "Pact of Kyiv"))
    draft.refresh_from_db()
    assert (draft.version, draft.revised_by) == (2, cast.olena())
    assert draft.proposed == before
    assert draft.revised == revised.revised
    assert Decision.objects.count() == 0


def test_what_is_revised_is_what_gets_published() -> None:
    draft = cast.signed().draft()
    revise(draft, retitled(draft, "Pact of Kyiv"))
    cast.approve(draft)
    assert Term.objects.get().value == "Pact of Kyiv"


def test_value_with_neither_quote_nor_judgement_is_refused_with_its_place() -> None:
    draft = cast.signed().draft()
    added = ProposedTerm(name="renewal", value="every year")
    assert refused(draft, Revision(added=(added,))) == [(2, "evidence")]


@pytest.mark.parametrize(
    "quote", [Quote(0, 6, "Reborn"), Quote(0, 0, ""), Quote(2, 1, "e"), Quote(0, 9999, "Report")]
)
def test_evidence_that_the_text_does_not_say_is_refused(quote: Quote) -> None:
    draft = cast.signed().draft()
    told = ProposedTerm(name="title", value="Pact", sources=(quote,))
    assert refused(draft, Revision(changed={0: told})) == [(0, "evidence")]


def test_unsound_value_is_refused_with_its_field() -> None:
    draft = cast.signed().draft()
    (_, signed) = proposed(draft).statements
    told = replace(signed, date="next week")  # type: ignore[arg-type]  # a milestone
    assert refused(draft, Revision(changed={1: told})) == [(1, "date")]
    assert refused(draft, Revision(parties=("GB", "GB"))) == [(None, "parties")]
    assert refused(draft, Revision(parties=("GB", "XX"))) == [(None, "parties")]


def test_unsound_value_of_the_machine_does_not_stop_work_on_another() -> None:
    story = cast.signed()
    story.statements.append(ProposedMilestone(kind="ratified", date="soon"))
    draft = story.draft()
    revise(draft, retitled(draft, "Pact of Kyiv"))
    with pytest.raises(curation.CurationError, match="soon"):
        cast.approve(draft)


def test_judgement_of_the_editor_is_evidence_enough() -> None:
    draft = cast.signed().draft()
    judged = Judgement("The ministry told me", cast.olena().pk)
    revise(draft, Revision(added=(ProposedTerm(name="renewal", value="no", sources=(judged,)),)))
    cast.approve(draft)
    evidence = Term.objects.get(name="renewal").evidence.get()
    assert (evidence.judgement, evidence.author) == ("The ministry told me", cast.olena())


def test_judgement_is_refused_empty_or_in_the_name_of_another() -> None:
    draft = cast.signed().draft()
    for judged in (Judgement(" ", cast.olena().pk), Judgement("So I hear", cast.tomasz().pk)):
        term = ProposedTerm(name="renewal", value="no", sources=(judged,))
        assert refused(draft, Revision(added=(term,))) == [(2, "evidence")]


def test_judgement_of_an_earlier_editor_stays_when_another_goes_on() -> None:
    draft = cast.signed().draft()
    judged = Judgement("I was there", cast.olena().pk)
    first = Revision(added=(ProposedTerm(name="renewal", value="no", sources=(judged,)),))
    revise(draft, first)
    curation.revise(draft.pk, cast.tomasz(), 2, first.leaving_out([0]))
    draft.refresh_from_db()
    assert draft.revised_by == cast.tomasz()
    assert Revision.from_json(draft.revised).added == first.added


def test_second_of_two_who_revise_one_version_is_refused() -> None:
    draft = cast.signed().draft()
    revise(draft, retitled(draft, "Pact of Kyiv"))
    with pytest.raises(curation.StaleDraftError):
        curation.revise(draft.pk, cast.tomasz(), 1, retitled(draft, "Pact of London"))
    draft.refresh_from_db()
    assert draft.revised_by == cast.olena()


def test_decided_draft_cannot_be_revised_and_says_who_decided_it() -> None:
    draft = cast.signed().draft()
    cast.approve(draft)
    with pytest.raises(curation.AlreadyDecidedError, match="olena"):
        curation.revise(draft.pk, cast.tomasz(), 2, retitled(draft, "Pact of London"))
    with pytest.raises(curation.CurationError, match="no such draft"):
        curation.revise(77777, cast.olena(), 1, Revision())


def test_place_that_the_draft_does_not_have_is_refused() -> None:
    draft = cast.signed().draft()
    for revision in (
        Revision(frozenset({9})),
        Revision(changed={9: proposed(draft).statements[0]}),
    ):
        with pytest.raises(curation.CurationError, match="no such value"):
            revise(draft, revision)


def test_layer_outlives_a_later_reading_which_waits_behind_it() -> None:
    draft = cast.signed().draft()
    layer = retitled(draft, "Pact of Kyiv")
    revise(draft, layer)
    (_, signed) = proposed(draft).statements
    later = Proposal(("GB", "UA"), (replace(signed, place="Kyiv"),))  # type: ignore[arg-type]  # a milestone
    told = intake.offer_again(draft.document_id, [(later, 0.9)], reader_version="test-2")
    assert told == [intake.Reread.BEHIND]
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN
    assert Revision.from_json(draft.revised) == layer
    cast.approve(draft)
    assert Milestone.objects.get(rank="preferred").place == "London"


def test_layer_outlives_another_text_that_tells_the_same() -> None:
    draft = cast.signed().draft()
    layer = retitled(draft, "Pact of Kyiv")
    revise(draft, layer)
    other = cast.signed().draft()
    assert other.head == draft
    draft.refresh_from_db()
    assert Revision.from_json(draft.revised) == layer
    cast.approve(draft)
    assert Term.objects.get(rank="preferred").value == "Pact of Kyiv"
