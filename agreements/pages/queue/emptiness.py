"""What a list says where nothing is in it: which filter to remove, or when something last came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from agreements.models import Decision, Document
from agreements.pages.queue.asking import ONLY, TABS, Asked
from agreements.pages.queue.deciding import other_drafts
from agreements.pages.queue.lists import listed
from agreements.pages.queue.rows import Row

# A pause that long ends a sitting.
_PAUSE: Final = timedelta(minutes=30)
_LONGEST_SITTING: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that narrows the list: in words, and the address of the list without it.

    `count` is how many drafts that has, where somebody wanted to know.
    """

    label: str
    value: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """What an editor has decided without a long pause, up to a moment ago."""

    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why nothing is listed: the filters that leave nothing, or when the last text came."""

    filters: Sequence[Filter]
    others: Sequence[Row]
    last_text_at: datetime | None
    sitting: Sitting | None


def filters_of(asked: Asked, names: Mapping[str, str]) -> list[Filter]:
    """Return what narrows the list, each with the address of the list without it; no query."""
    words = {
        "only": (gettext("Kind"), str(ONLY.get(asked.only, ""))),
        "party": (gettext("Party"), names.get(asked.party, "")),
        "source": (gettext("Source"), asked.source),
        "document": (gettext("From"), gettext("one text")),
    }
    return [
        Filter(*words[name], f"/review{asked.but(**{name: ''}).suffix()}") for name in asked.filters
    ]


def read_emptiness(asked: Asked, names: Mapping[str, str], editor: User) -> Emptiness:
    """Find out what to say where nothing is listed; at most eight queries."""
    offers = [
        Filter(given.label, given.value, given.url, listed(asked.but(**{name: ""}), editor).count())
        for name, given in zip(asked.filters, filters_of(asked, names), strict=True)
    ]
    texts = Document.objects.order_by("-pk").values_list("archived_at", flat=True)
    return Emptiness(
        filters=offers,
        others=other_drafts(int(asked.document), names, editor) if asked.document else [],
        last_text_at=texts.first(),
        sitting=None if asked.filters or asked.tab not in TABS else _sitting(editor),
    )


def _sitting(editor: User) -> Sitting | None:
    now = timezone.now()
    own = Decision.objects.filter(editor=editor, at__gt=now - _LONGEST_SITTING)
    moments = list(own.exclude(verb=Decision.Verb.UNDO).values_list("at", flat=True))
    last, count = now, 0
    for at in moments:
        if last - at > _PAUSE:
            break
        last, count = at, count + 1
    return (
        Sitting(count, max(1, round((moments[0] - last) / timedelta(minutes=1)))) if count else None
    )
