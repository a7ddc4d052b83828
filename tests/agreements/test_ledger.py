from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import ledger
from agreements.folding import holdings
from agreements.merging import merge
from agreements.models import Agreement, Card, Decision, Evidence, Link, RecordVersion, Term
from agreements.proposal import Citation, Judgement, ProposedMilestone, ProposedTerm
from agreements.verification import verify
from tests import cast


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def load(*statements: ProposedMilestone | ProposedTerm) -> Agreement:
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        agreement = ledger.new_agreement("UA", "GB")
        (held,) = holdings([agreement.pk])
        plan = merge(held, statements, document_id=None, told_on=made.at.date())
        ledger.carry_out(made, [plan])
    return agreement


def test_new_agreement_has_its_parties_in_order() -> None:
    agreement = ledger.new_agreement("UA", "GB")
    assert (agreement.first_party_id, agreement.second_party_id) == ("GB", "UA")


def test_every_entry_counts_the_record_up_and_its_moments_increase() -> None:
    future = timezone.now() + timedelta(hours=1)
    RecordVersion.objects.create(pk=1, number=7, changed_at=future)
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as first:
        pass
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as second:
        pass
    assert future < first.at < second.at
    assert RecordVersion.objects.get().number == 9


def test_citation_and_judgement_are_stored_as_told() -> None:
    book = Citation("A handbook", "https://book.test", is_opened=False, note="second edition")
    held_by = Judgement("So I hold", cast.olena().pk)
    load(
        ProposedMilestone(kind="signed", date="1952", sources=(book,)),
        ProposedTerm(name="title", value="Treaty", sources=(held_by,)),
    )
    cited = Evidence.objects.get(milestone__isnull=False)
    judged = Evidence.objects.get(term__isnull=False)
    assert (cited.citation, cited.citation_url) == ("A handbook", "https://book.test")
    assert (cited.is_opened, cited.note) == (False, "second edition")
    assert (judged.judgement, judged.author) == ("So I hold", cast.olena())
    assert verify().differences == []


def test_evidence_carried_along_is_copied_whole() -> None:
    book = Citation("A handbook", "https://book.test", is_opened=True, note="second edition")
    agreement = load(ProposedMilestone(kind="signed", date="2024", sources=(book,)))
    cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=agreement)
    copied = Evidence.objects.get(known_to=None, document=None)
    assert (copied.citation, copied.citation_url) == ("A handbook", "https://book.test")
    assert (copied.is_opened, copied.note, copied.restores) == (True, "second edition", None)


def test_link_between_agreements_is_held_told_and_closed() -> None:
    old, new = cast.agreement(), cast.agreement()
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        link = Link.objects.create(
            agreement=new, kind="supersedes", target=old, decision=made.decision,
            known_from=made.at,
        )  # fmt: skip
        Evidence.objects.create(
            link=link, citation="A handbook", decision=made.decision, known_from=made.at
        )
        made.touched.add(new.pk)
    card = Card.objects.get(agreement=new, known_to=None)
    assert f'"target":"{old.key}"' in card.item_json
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        ledger.close(made, [link])
    assert '"links":[]' in Card.objects.get(agreement=new, known_to=None).item_json
    assert verify().differences == []


def test_entry_that_fails_leaves_nothing_behind() -> None:
    def fail_within_an_entry() -> None:
        with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
            made.touched.add(ledger.new_agreement("GB", "UA").pk)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_within_an_entry()
    assert not Decision.objects.exists()
    assert not Agreement.objects.exists()
    assert not RecordVersion.objects.exists()


def test_many_plans_are_carried_out_at_once() -> None:
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        agreements = [ledger.new_agreement("GB", "UA") for _ in range(3)]
        book = Citation("A handbook")
        told = [ProposedMilestone(kind="signed", date="1952", sources=(book,))]
        plans = [
            merge(held, told, document_id=None, told_on=made.at.date())
            for held in holdings([a.pk for a in agreements])
        ]
        ledger.carry_out(made, plans)
    assert Card.objects.count() == 3
    assert Term.objects.count() == 0
