"""What a list can be narrowed to: chips with their counts, parties, sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Func, JSONField
from django.db.models.functions import Cast
from django.utils.translation import gettext

from agreements.models import Document
from agreements.pages.queue.asking import ONLY, Asked
from agreements.pages.queue.lists import Said, listed


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to narrow the list by one press, and how many drafts are left then."""

    label: str
    count: int
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str
    is_chosen: bool


def chips(asked: Asked, counts: Mapping[str, int]) -> list[Chip]:
    """Return the chips with these counts, "All" first."""
    return [
        Chip(
            str(label), counts[name], f"/review{asked.but(only=name).suffix()}", name == asked.only
        )
        for name, label in {"": gettext("All"), **ONLY}.items()
    ]


def party_choices(
    asked: Asked, names: Mapping[str, str], editor: User, said: Said = None
) -> list[Choice]:
    """Return the parties that the list is about, by name; one query."""
    code = Func(Cast("pair", JSONField()), function="jsonb_array_elements_text")
    code.set_returning = True
    told = listed(asked.but(party=""), editor, said).annotate(code=code).order_by()
    codes = set(told.values_list("code", flat=True).distinct())
    known = {names.get(code, code): code for code in codes | ({asked.party} - {""})}
    return [Choice(known[name], name, known[name] == asked.party) for name in sorted(known)]


def source_choices(asked: Asked, editor: User, said: Said = None) -> list[Choice]:
    """Return the publishers of the list's first texts, by name; one query."""
    told = listed(asked.but(source=""), editor, said).order_by().values("document")
    # Asked of the texts, each is looked at once, and only its publisher is read.
    publishers = Document.objects.filter(pk__in=told).exclude(publisher="").order_by()
    found = set(publishers.values_list("publisher", flat=True).distinct()) | ({asked.source} - {""})
    return [Choice(name, name, name == asked.source) for name in sorted(found, key=str.casefold)]
