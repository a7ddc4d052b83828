"""The rows of a made-up agreement, its card among them as the product would write it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.db import models

from agreements import cards
from agreements.comparing import as_statement
from agreements.holding import Holding
from agreements.models import (
    Agreement,
    Card,
    Commitment,
    Decision,
    Document,
    Evidence,
    Milestone,
    Statement,
    StatusSpan,
    Term,
)
from agreements.proposal import ProposedStatement, Quote
from agreements.seeding.stories import LAST_DAY
from bench.stories import Told

FIRST: Final = 1001
MOMENT: Final = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


@dataclass(slots=True)
class Rows:
    """Rows by table, numbered on from batch to batch, and the words that find each card."""

    decision: Decision
    names: Mapping[str, str]
    of_table: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    searched: dict[int, Mapping[str, str]] = field(default_factory=dict)
    _next: dict[type[models.Model], int] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin another batch."""
        self.of_table.clear()
        self.searched.clear()

    def tell(self, number: int, told: Told) -> None:
        """Add everything that an agreement has."""
        document = self._document(number, told.text)
        one, other = told.parties
        of = Agreement(first_party_id=one, second_party_id=other)
        self._add(of)
        statements = [self._statement(s, document, of) for s in told.statements]
        held = Holding(
            of,
            [s for s in statements if isinstance(s, Milestone)],
            [s for s in statements if isinstance(s, Commitment)],
            [s for s in statements if isinstance(s, Term)],
            [],
        )
        self._card(held)

    def _add(self, row: models.Model) -> None:
        row.pk = self._next.get(type(row), FIRST)
        self._next[type(row)] = row.pk + 1
        self.of_table.setdefault(type(row), []).append(row)

    def _document(self, number: int, text: str) -> Document:
        document = Document(
            text=text,
            sha256=Document.fingerprint(text),
            title=f"Synthetic report {number}",
            publisher="Synthetic Gazette",
            published=LAST_DAY,
            language="en",
            archived_at=MOMENT,
        )
        self._add(document)
        return document

    def _statement(
        self, proposed: ProposedStatement, document: Document, of: Agreement
    ) -> Statement:
        statement = as_statement(proposed, LAST_DAY)
        statement.agreement, statement.decision = of, self.decision
        statement.known_from = MOMENT
        self._add(statement)
        quotes = [source for source in proposed.sources if isinstance(source, Quote)]
        statement.shown = [self._evidence(quote, document, statement) for quote in quotes]
        return statement

    def _evidence(self, quote: Quote, document: Document, statement: Statement) -> Evidence:
        evidence = Evidence(
            decision=self.decision,
            known_from=MOMENT,
            document=document,
            start=quote.start,
            end=quote.end,
            quote=quote.words,
            **{type(statement).__name__.lower(): statement},
        )
        self._add(evidence)
        return evidence

    def _card(self, held: Holding) -> None:
        facts = cards.fold(held, self.names)
        card = Card(agreement=held.agreement, known_from=MOMENT, search="", **facts.fields)
        self._add(card)
        self.searched[card.pk] = facts.search_words
        for told in facts.spans:
            span = StatusSpan(status=told.status, first_day=told.first_day, end_day=told.end_day)
            span.card = card
            self._add(span)
