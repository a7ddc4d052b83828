"""Hold what one text tells against what is held, or against what another text tells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from agreements.checking import problems
from agreements.comparing import as_statement
from agreements.folding import holdings
from agreements.holding import Holding
from agreements.merging import Effect, foresee
from agreements.models import Agreement, Commitment, Document, Draft, Milestone, Term, TermName
from agreements.proposal import Proposal, ProposedStatement, ProposedTerm, Quote, Source

_SENTENCE_ENDS: Final = (". ", "\n")
_DATELINE: Final = re.compile(r"[A-Z][^.\n\u2014\u2013]{0,60}?\s(?:\u2014|\u2013|--?)\s")


def told_on(document: Document, today: date) -> date:
    """Return the day by which what a text tells had happened: its own, or today's."""
    return min(document.published or today, today)


def effects(held: Holding, proposal: Proposal, document: Document, today: date) -> list[Effect]:
    """Tell what each statement of a text would do to what is held; asks nothing of the database.

    Raises:
        EdtfError: a proposed date is none.
    """
    day = told_on(document, today)
    return foresee(held, proposal.statements, document_id=document.pk, told_on=day)


def as_if_held(proposal: Proposal, document: Document, today: date) -> Holding:
    """Return what would be held if this proposal alone were approved.

    Raises:
        EdtfError: a proposed date is none.
    """
    day = told_on(document, today)
    rows = [as_statement(statement, day) for statement in proposal.statements]
    return Holding(
        agreement=Agreement(),
        milestones=[row for row in rows if isinstance(row, Milestone)],
        commitments=[row for row in rows if isinstance(row, Commitment)],
        terms=[row for row in rows if isinstance(row, Term)],
        links=[],
    )


def differing_titles(
    held: Holding, proposal: Proposal, document: Document, today: date
) -> frozenset[int] | None:
    """Return the places of titles that differ; None where the text says more than that.

    News gives one agreement many names: a name alone is no news of it.
    """
    if problems(proposal, document.text):
        return None
    found = effects(held, proposal, document, today)
    other = {place for place, effect in enumerate(found) if effect != Effect.SUPPORTS}
    is_known = other <= set(_titles(proposal.statements)) and len(other) < len(found)
    return frozenset(other) if is_known else None


def counterpart(proposal: Proposal, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft of an earlier reading that is about the same agreement of the same text."""
    pair = [d for d in drafts if d.pair == Draft.pair_of(proposal.parties)]
    title = proposal.term(TermName.TITLE)
    pair.sort(key=lambda d: (not says_the_same(d, proposal), _title(d) != title))
    return pair[0] if pair else None


def says_the_same(draft: Draft, proposal: Proposal) -> bool:
    """Tell whether a later reading found the same values in the same places."""
    earlier = Proposal.from_json(draft.proposed)
    return _without_doubt(earlier.statements) == _without_doubt(proposal.statements)


def changes_the_record(draft: Draft, proposal: Proposal) -> bool:
    """Tell whether a later reading of an approved draft's text says more than is held."""
    if draft.match is None:
        return True
    (held,) = holdings([draft.match.pk])
    return differing_titles(held, proposal, draft.document, timezone.now().date()) is None


def retold(proposal: Proposal, text: str, copy: str) -> Proposal | None:
    """Return what a proposal made of `text` says in the words of a copy of it.

    Only statements whose every quote stands there too, in the same sentence, word for word; None
    where none does, or where the parties are not named so.
    """
    parties = _in_copy(proposal.parties_quote, text, copy)
    told = [(s, _all_in_copy(s.sources, text, copy)) for s in proposal.statements]
    kept = tuple(replace(s, sources=found) for s, found in told if found)
    if not kept or not isinstance(parties, Quote):
        return None
    return replace(proposal, statements=kept, parties_quote=parties)


def _all_in_copy(sources: Sequence[Source], text: str, copy: str) -> tuple[Source, ...]:
    found = tuple(place for s in sources if (place := _in_copy(s, text, copy)))
    return found if len(found) == len(sources) else ()


def _in_copy(source: Source | None, text: str, copy: str) -> Source | None:
    """Return a quote with its place in the copy; None where its whole sentence is not there."""
    if not isinstance(source, Quote):
        return None
    begins = (_after(text.rfind(end, 0, source.start), end) for end in _SENTENCE_ENDS)
    begin = _past_dateline(text, max(begins), source.start)
    ends = (text.find(end, source.end - 1) for end in _SENTENCE_ENDS)
    end = max(source.end, min((each for each in ends if each >= 0), default=len(text)))
    at = copy.find(text[begin:end])
    goes_on = copy[at + end - begin :][:1] not in {"", ".", "\n"} and text[end - 1] != "."
    if at < 0 or goes_on:
        return None
    start = at + source.start - begin
    return Quote(start, start + source.end - source.start, source.words)


def _after(at: int, mark: str) -> int:
    return at + len(mark) if at >= 0 else 0


def _past_dateline(text: str, begin: int, quoted: int) -> int:
    """Return where a sentence begins behind "TALLINN (Wire) - ": papers print it as they like."""
    found = _DATELINE.match(text, begin, quoted)
    return found.end() if found else begin


def _title(draft: Draft) -> str | None:
    return Proposal.from_json(draft.proposed).term(TermName.TITLE)


def _without_doubt(statements: Iterable[ProposedStatement]) -> list[ProposedStatement]:
    return [replace(statement, confidence=None) for statement in statements]


def _titles(statements: Iterable[ProposedStatement]) -> Iterable[int]:
    for place, statement in enumerate(statements):
        if isinstance(statement, ProposedTerm) and statement.name == TermName.TITLE:
            yield place
