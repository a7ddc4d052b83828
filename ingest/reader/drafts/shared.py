"""Share what is told of several at once: "both agreements were signed on Monday"."""

from typing import TYPE_CHECKING

from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.telling import Telling
from ingest.reader.relations.events import Event
from ingest.reader.relations.page import Page
from ingest.reader.text.vocabulary import pattern

if TYPE_CHECKING:
    from ingest.reader.drafts.walk import Walk

WITHIN = 4
"""Sentences, before or after, from "both agreements were signed" to the first naming of each."""
MOST_APART = 6
"""The same for "two agreements were signed on Monday" and names that tell no day themselves."""


def share(walk: "Walk", signings: list[Telling]) -> None:
    """Take "both agreements were signed today" for each that is named beside it."""
    for telling in signings:
        for draft in walk.drafts.all:
            near = abs(draft.first - telling.number) <= WITHIN
            told = any(event.family != "working" for event in draft.events)
            other = telling.is_of_other(draft) or draft.is_list or draft.year is not None
            if near and not told and not other:
                draft.events.extend(telling.strong())
    for telling in walk.announced:
        days = tuple(one for one in telling.events if _is_dated_signing(one))
        for draft in walk.drafts.all if days else ():
            if _may_share(draft, telling):
                draft.events.extend(days)


def reach(page: Page, number: int) -> range:
    """Give how many sentences before one that is named may be which "it" or "both" mean."""
    return range(1, WITHIN + 1 if _is_of_each(page, number) else 2)


def _is_of_each(page: Page, number: int) -> bool:
    return pattern("walk.each_of_them").match(page.sentence(number).low) is not None


def meant(walk: "Walk", number: int, last: Draft) -> list[Draft]:
    """Give those of which "both were signed on Monday" tells, or the one spoken of last."""
    if not _is_of_each(walk.page, number):
        return [last]
    named = {*range(number - 2, number), last.first}
    return [
        one
        for one in walk.drafts.all
        if one is last or (not one.is_list and named & {told for told, _ in one.mentions})
    ]


def dissolve(walk: "Walk") -> None:
    """Forget the "deals" of a headline where the text tells them one by one."""
    for draft in [one for one in walk.drafts.all if one.title.many and not one.is_list]:
        own = [
            one
            for one in walk.drafts.all
            if one.pair == draft.pair and one is not draft and 0 < one.first <= MOST_APART
        ]
        told_apart = [one for one in own if not one.title.many and not one.year]
        if any(number for number, _ in draft.mentions) or not told_apart:
            continue
        walk.drafts.forget(draft)
        for one in told_apart:
            if not any(event.family != "working" for event in one.events):
                one.events.extend(draft.events)


def _is_dated_signing(event: Event) -> bool:
    day = event.date is not None and (event.date.is_a_day or event.date.month is not None)
    return event.family == "sign" and event.mood == "done" and day


def _may_share(draft: Draft, telling: Telling) -> bool:
    """Tell whether an instrument is one of the several: new, and signed on no day of its own."""
    if draft.is_list or draft.year is not None or telling.is_of_other(draft):
        return False
    undated = not any(one.date for one in draft.events if one.family in {"sign", "force"})
    signed = draft.is_signed or not any(one.family != "working" for one in draft.events)
    return undated and signed and abs(draft.first - telling.number) <= MOST_APART
