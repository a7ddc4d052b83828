"""The filters above a map: what it counts, and two lists to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agreements.models import AgreementKind
from agreements.pages.asking import address
from agreements.pages.world.asked import COUNTINGS, Counting, MapAsked

_CHOSEN_HERE: Final = ("commitment", "kind")


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list, or one link in a row of them: `value` is a code or an address."""

    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filtering:
    """The filters; `kept` are the parameters that choosing keeps, `party` the name of the one."""

    countings: list[Option]
    party: str
    commitments: list[Option]
    kinds: list[Option]
    kept: list[tuple[str, str]]
    is_open: bool


def make_filtering(wanted: MapAsked, commitments: Mapping[str, str]) -> Filtering:
    """Return the filters of a map."""
    query, party = wanted.asked.without("year", "width", "party_name"), _one_party(wanted)
    chosen_here = (*_CHOSEN_HERE, "party") if party else _CHOSEN_HERE
    kinds = [(str(value), str(label)) for value, label in AgreementKind.choices]
    return Filtering(
        countings=_countings(wanted),
        party=party,
        commitments=_options(commitments.items(), query.getlist("commitment")),
        kinds=_options(kinds, query.getlist("kind")),
        kept=[
            (name, str(value))
            for name, values in query.lists()
            for value in values
            if value and name not in chosen_here
        ],
        is_open=any(query.get(name) for name in (*_CHOSEN_HERE, "party", "status")),
    )


def _countings(wanted: MapAsked) -> list[Option]:
    given = {status for status in wanted.asked.query.getlist("status") if status}
    offered = [_link(wanted, counting, given) for counting in COUNTINGS]
    if wanted.country is None:
        return offered
    url = address(wanted.path, wanted.asked.without("status", "year", "width", "party_name"))
    return [Option(url, _("Any status"), not given), *offered]


def _link(wanted: MapAsked, counting: Counting, given: set[str]) -> Option:
    query = wanted.asked.without("status", "year", "width", "party_name")
    # A map of the world counts what is in force unless it is told otherwise.
    is_usual = wanted.country is None and counting is COUNTINGS[0]
    if not is_usual:
        query.setlist("status", [str(status) for status in counting.statuses])
    chosen = set(counting.statuses) == given or (is_usual and not given)
    return Option(address(wanted.path, query), counting.label, chosen)


def _one_party(wanted: MapAsked) -> str:
    """Return the name of the party that was asked for; "" where there is none, or several."""
    codes = {code.strip().upper() for code in wanted.asked.query.getlist("party") if code}
    return wanted.names.get(codes.pop(), "") if len(codes) == 1 else ""


def _options(entries: Iterable[tuple[str, str]], chosen: list[str]) -> list[Option]:
    return [Option(value, label, value in chosen) for value, label in entries]
