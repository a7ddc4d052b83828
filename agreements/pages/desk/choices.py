"""What an editor has chosen on a draft's page and not sent yet, as a page is sent with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode

from agreements.numbers import whole_number

KEEP: Final = "keep"
SPEAK: Final = "speak"
EMPTY: Final = "empty"
_RULE: Final = "rule-"
_LONGEST_NUMBER: Final = 6


@dataclass(frozen=True, slots=True)
class Choices:
    """Which agreement, which values, what of each conflict.

    `agreement` is a key, "" for a new one, None for what the reader matched; `left_out` None is
    what the editor's layer leaves out; `rulings` say of conflicts by place: keep, speak, empty;
    `seen` is how many other texts the editor knew of, None for all; `shows_all` asks for
    what says the same as the record too.
    """

    agreement: str | None = None
    left_out: frozenset[int] | None = None
    rulings: Mapping[int, str] = field(default_factory=dict)
    seen: int | None = None
    shows_all: bool = False

    @property
    def speaking(self) -> list[int]:
        """The places of what is to be preferred to the record."""
        return [place for place, ruling in self.rulings.items() if ruling == SPEAK]

    def query(self) -> str:
        """Return them as the query of the draft's page; what is left out is stored, not sent."""
        sent: dict[str, str] = {f"{_RULE}{p}": r for p, r in sorted(self.rulings.items())}
        if self.agreement is not None:
            sent["agreement"] = self.agreement
        if self.seen is not None:
            sent["seen"] = str(self.seen)
        if self.shows_all:
            sent["all"] = "1"
        return urlencode(sent)


def asked(query: QueryDict) -> Choices:
    """Read the choices from the query of a draft's page."""
    seen = number(query.get("seen"))
    return Choices(query.get("agreement"), None, _rulings(query), seen, query.get("all") == "1")


def sent(form: QueryDict, places: range) -> Choices:
    """Read the choices from a draft's form; `places` are those of its values."""
    rulings = _rulings(form)
    # A conflict has no box to tick: without a ruling it is open, not left out.
    ticked = {number(place) for place in (*form.getlist("keep"), *form.getlist("conflict"))}
    ticked |= set(rulings)
    ticked -= {place for place, ruling in rulings.items() if ruling == EMPTY}
    left_out = frozenset(place for place in places if place not in ticked)
    seen = number(form.get("seen"))
    return Choices(form.get("agreement"), left_out, rulings, seen, form.get("all") == "1")


def number(written: str | None) -> int | None:
    """Return a count or place as a form sends it; None where it is none."""
    return whole_number(written, digits=_LONGEST_NUMBER)


def _rulings(data: QueryDict) -> dict[int, str]:
    found = {
        number(name.removeprefix(_RULE)): data.get(name, "")
        for name in data
        if name.startswith(_RULE)
    }
    known = (KEEP, SPEAK, EMPTY)
    return {place: said for place, said in found.items() if place is not None and said in known}
