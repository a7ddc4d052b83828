"""Rows, facets and chips of a list of agreements."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import summaries
from agreements.filters import as_firm_as
from agreements.models import AgreementKind, Card, Status, Strength
from agreements.pages.asking import Asked, address
from agreements.pages.narrowing import agreement_address, pair_address

# A row names this many commitments and counts the rest; a facet shows this many values at first.
_TAGS: Final = 5
_FACET_FIRST: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in a list; `signed` is EDTF, empty where not known."""

    key: str
    title: str
    parties: str
    pair: str
    kind: str
    status: str
    signed: str
    tags: list[str]
    more_tags: int
    is_doubtful: bool

    @property
    def url(self) -> str:
        """Where its page is."""
        return agreement_address(self.key)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet with the number of agreements it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices; `rest` is a list to choose one more from, by name."""

    name: str
    label: str
    first: list[Choice]
    rest: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, with the address of the same list without it."""

    label: str
    value: str
    url: str


# Parameters whose values are words of the record's own.
_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "status": Status,
    "min_strength": Strength,
    "kind": AgreementKind,
}


@dataclass(frozen=True, slots=True)
class Words:
    """What codes are called: {party code: name} and {commitment type: name}."""

    parties: Mapping[str, str]
    commitments: Mapping[str, str]

    def of(self, parameter: str, value: str) -> str:
        """Return a parameter's value in words; the value itself where it has none."""
        if parameter in {"party", "partner"}:
            return self.parties.get(value.upper(), value)
        if parameter == "all_of":
            codes = [code.strip().upper() for code in value.split(",")]
            return _(" and ").join(self.parties.get(code, code) for code in codes)
        if parameter == "commitment":
            return self.commitments.get(value, value)
        labels = _CHOICES.get(parameter)
        return str(labels(value).label) if labels else value


# What may be asked of a list, in the order of the page, and what each is called there.
LABELS: Final = {
    "q": gettext_lazy("Words"),
    "party": gettext_lazy("Party"),
    "partner": gettext_lazy("Partner"),
    "all_of": gettext_lazy("Between"),
    "status": gettext_lazy("Status"),
    "commitment": gettext_lazy("Commitment"),
    "min_strength": gettext_lazy("At least"),
    "kind": gettext_lazy("Form"),
    "signed_from": gettext_lazy("Signed from"),
    "signed_to": gettext_lazy("Signed to"),
}
_FACETS: Final = ("party", "partner", "commitment", "status", "kind")
_FIXED_ORDER: Final = {"status": Status.values}


def read_row(card: Card, commitments: Mapping[str, str]) -> Row:
    """Return a card as a list shows it; asks the database for nothing."""
    told = json.loads(card.row_json)
    tags = [name for code, name in commitments.items() if code in card.commitment_types]
    return Row(
        key=told["key"],
        title=card.title,
        parties=" \N{EN DASH} ".join(party["name"] for party in told["parties"]),
        pair=pair_address(*(party["code"] for party in told["parties"])),
        kind=str(AgreementKind(card.kind).label) if card.kind else "",
        status=card.status,
        signed=card.signed,
        tags=tags[:_TAGS],
        more_tags=max(0, len(tags) - _TAGS),
        is_doubtful=told["is_doubtful"],
    )


def facets(asked: Asked, words: Words) -> list[Facet]:
    """Return the facets, each counted under all other filters.

    The other side is asked for where one party is chosen.
    """
    names = [name for name in _FACETS if name != "partner" or _chosen_party(asked)]
    return [_facet(name, asked, words) for name in names]


def chips(query: QueryDict, path: str, words: Words) -> list[Chip]:
    """Return every filter that is on."""
    return [
        Chip(str(LABELS[name]), words.of(name, value), address(path, _less(query, name, value)))
        for name in LABELS
        for value in dict.fromkeys(query.getlist(name))
        if value
    ]


def loosened(asked: Asked, path: str) -> list[Chip]:
    """Return for each filter how many agreements there would be without it."""
    offers = []
    for name in LABELS:
        if not any(asked.query.getlist(name)):
            continue
        count = asked.selection(name).count()
        if count:
            offers.append(Chip(str(LABELS[name]), str(count), address(path, asked.without(name))))
    return offers


def _facet(name: str, asked: Asked, words: Words) -> Facet:
    counts = _counts(name, asked)
    is_code = name in {"party", "partner"}
    chosen = [value.upper() if is_code else value for value in asked.query.getlist(name)]
    values = list(dict.fromkeys([*chosen, *_ordered(name, counts)]))
    choices = [
        Choice(value, words.of(name, value), counts.get(value, 0), value in chosen)
        for value in values
        if value
    ]
    first = max(_FACET_FIRST, sum(choice.is_chosen for choice in choices))
    rest = sorted(choices[first:], key=lambda choice: str(choice.label).casefold())
    return Facet(name, str(LABELS[name]), choices[:first], rest)


def _counts(name: str, asked: Asked) -> dict[str, int]:
    found = asked.selection(name)
    if name == "status":
        return found.count_by_status()
    if name == "commitment" and asked.query.get("min_strength"):
        return found.count_as_firm(as_firm_as(str(asked.query["min_strength"])))
    if name == "partner":
        return summaries.count_by_partner(found, _chosen_party(asked))
    return found.count_by(name)


def _chosen_party(asked: Asked) -> str:
    """Return the code of the party chosen; "" where there is none, or more than one."""
    chosen = {value.upper() for value in asked.query.getlist("party") if value}
    return chosen.pop() if len(chosen) == 1 else ""


def _ordered(name: str, counts: Mapping[str, int]) -> Iterable[str]:
    if name in _FIXED_ORDER:
        return [value for value in _FIXED_ORDER[name] if value in counts]
    return sorted(counts, key=lambda value: (-counts[value], value))


def _less(query: QueryDict, name: str, value: str) -> QueryDict:
    left = query.copy()
    left.setlist(name, [other for other in left.getlist(name) if other != value])
    for place in ("after", "before"):
        left.pop(place, None)
    return left
