"""Synthetic agreements into the record: in batches, each one decision that loads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet

from agreements import ledger
from agreements.comparing import as_statement
from agreements.merging import Opening, Plan
from agreements.models import Agreement, Decision, Document, Evidence, Statement
from agreements.proposal import ProposedStatement, Quote
from agreements.seeding import VERSION
from agreements.seeding.stories import LAST_DAY, Cast, Story, agreement

REASON: Final = "Synthetic data, made up to measure with"
PUBLISHER: Final = "Synthetic Gazette"
BATCH: Final = 500
_TOLD_TOGETHER: Final = 4


@dataclass(frozen=True, slots=True)
class Seed:
    """What is made up: `number` chooses one of many records of this size."""

    number: int
    agreements: int
    parties: int

    @property
    def mark(self) -> dict[str, int]:
        """Return what every decision that loads some of it says, so that it is known again."""
        return {
            "version": VERSION,
            "seed": self.number,
            "agreements": self.agreements,
            "parties": self.parties,
        }


@dataclass(slots=True)
class _Page:
    """A text with the stories that it tells, one after the other."""

    number: int
    stories: list[Story] = field(default_factory=list)

    def document(self) -> Document:
        text = self.stories[-1].text
        return Document(
            text=text,
            sha256=Document.fingerprint(text),
            title=f"Synthetic report {self.number}",
            publisher=PUBLISHER,
            published=LAST_DAY,
            language="en",
        )


def loads() -> QuerySet[Decision]:
    """Return the decisions that loaded synthetic agreements."""
    return Decision.objects.filter(verb=Decision.Verb.LOAD, after__has_key="synthetic")


def seed_agreements(seed: Seed, cast: Cast) -> Iterator[int]:
    """Load what is not there yet, a batch in a transaction; yields how many there are so far."""
    done = set(loads().values_list("after__batch", flat=True))
    for batch, first in enumerate(range(0, seed.agreements, BATCH)):
        numbers = range(first, min(first + BATCH, seed.agreements))
        if batch not in done:
            pages = [
                _page(seed, numbers[i : i + _TOLD_TOGETHER], cast)
                for i in range(0, len(numbers), _TOLD_TOGETHER)
            ]
            _load(pages, {"synthetic": seed.mark, "batch": batch})
        yield numbers.stop


def _page(seed: Seed, numbers: Sequence[int], cast: Cast) -> _Page:
    page = _Page(numbers[0] // _TOLD_TOGETHER)
    text = f"Synthetic report {page.number} of seed {seed.number}. Nothing in it is true."
    for number in numbers:
        page.stories.append(agreement(seed.number, number, cast, text))
        text = page.stories[-1].text
    return page


def _load(pages: Sequence[_Page], described: dict[str, Any]) -> None:
    decision = Decision(verb=Decision.Verb.LOAD, reason=REASON, after=described)
    with ledger.entry(decision) as made:
        documents = Document.objects.bulk_create(page.document() for page in pages)
        told = [
            (story, document)
            for page, document in zip(pages, documents, strict=True)
            for story in page.stories
        ]
        agreements = ledger.new_agreements(story.proposal.parties for story, _ in told)
        plans, evidence = [], []
        for of, (story, document) in zip(agreements, told, strict=True):
            plan = Plan()
            for proposed in story.statements:
                statement = _statement(proposed, of)
                plan.openings.append(Opening(statement, []))
                evidence.append((statement, document, proposed))
            plans.append(plan)
        ledger.carry_out(made, plans)
        Evidence.objects.bulk_create(_evidence(made, *row) for row in evidence)


def _statement(proposed: ProposedStatement, of: Agreement) -> Statement:
    statement = as_statement(proposed, LAST_DAY)
    statement.agreement = of
    return statement


def _evidence(
    made: ledger.Entry, statement: Statement, document: Document, proposed: ProposedStatement
) -> Evidence:
    """Return the place in the text; the ledger knows only quotes of the draft being decided."""
    (source,) = proposed.sources
    assert isinstance(source, Quote)  # noqa: S101  narrows the type
    return Evidence(
        decision=made.decision,
        known_from=made.at,
        document=document,
        start=source.start,
        end=source.end,
        quote=source.words,
        **{type(statement).__name__.lower(): statement},
    )
