"""What a draft may be a duplicate of: agreements and waiting drafts, those of its pair first."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext

from agreements import curation
from agreements.models import Agreement, Card, Draft
from agreements.models.agreement import AgreementQuerySet
from agreements.models.card import CardQuerySet
from agreements.pages import desk

_SHOWN: Final = 8
_DRAFTS_SHOWN: Final = 5
_KEY: Final = re.compile(r"[Aa]-([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a draft may be a duplicate of; `value` is what the form sends.

    `is_other` tells of an agreement between other parties, which can't be chosen.
    """

    value: str
    title: str
    signed: str = ""
    draft: Draft | None = None
    is_other: bool = False


def find_targets(draft: Draft, parties: tuple[str, str], words: Collection[str]) -> list[Target]:
    """Return what fits the words, or all of the pair where there are none; three queries at most.

    What is between others comes last: it tells that the draft's parties may be read wrongly.
    """
    of_pair = _cards().filter(
        agreement__first_party=min(parties), agreement__second_party=max(parties)
    )
    fitting = _fitting(words)
    found = [_target(card) for card in (of_pair.filter(fitting) if words else of_pair)[:_SHOWN]]
    if words:
        known = {target.value for target in found}
        others = (_target(card, is_other=True) for card in _cards().filter(fitting)[:_SHOWN])
        found += [other for other in others if other.value not in known]
    return [*found, *waiting(desk.of_pair(draft, parties))]


def named_agreement(key: str) -> Agreement:
    """Return the agreement that an editor names, in large or small letters.

    Raises:
        curation.CurationError: there is none; it says what to do.
    """
    found = AgreementQuerySet(Agreement).with_key(key.upper()).first()
    if found is None:
        told = gettext(
            "There is no agreement %(key)s: choose one of the list, or give a key like A-1031."
        )
        raise curation.CurationError(told % {"key": key[:20]})
    return found


def waiting(others: Sequence[Draft]) -> Iterable[Target]:
    """Return the first of these open drafts; no query."""
    for other in others[:_DRAFTS_SHOWN]:
        yield Target(f"D-{other.pk}", other.document.title or f"Draft {other.pk}", draft=other)


def _cards() -> CardQuerySet:
    cards = CardQuerySet(Card).filter(known_to=None).order_by("-order_day", "-agreement")
    return cards.only("agreement_id", "title", "signed")


def _fitting(words: Collection[str]) -> Q:
    keys = [int(key[1]) for key in map(_KEY.fullmatch, words) if key]
    told = SearchQuery(" ".join(words), config="english", search_type="plain")
    return Q(agreement__in=keys) if keys else Q(search=told)


def _target(card: Card, *, is_other: bool = False) -> Target:
    return Target(f"A-{card.agreement_id}", card.title, card.signed, is_other=is_other)
