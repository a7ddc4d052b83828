"""What the table of commitments was asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import PARAMETERS
from agreements.matrix import Matrix, matrix_of
from agreements.models import Status
from agreements.pages.asking import Asked, address, read_query
from agreements.tally import Selection

# What is counted where no status is asked for: what two parties have settled, while it holds.
SETTLED: Final = (Status.AGREED, Status.SIGNED, Status.RATIFIED, Status.IN_FORCE)
ROWS: Final = {"partners": gettext_lazy("Partners"), "agreements": gettext_lazy("Agreements")}
SORTS: Final = {
    "-breadth": gettext_lazy("Breadth of commitments"),
    "name": gettext_lazy("Name"),
    "-signed": gettext_lazy("Newest first"),
    "signed": gettext_lazy("Oldest first"),
}
_OWN: Final = frozenset({"rows", "row", "type", "page"})
# Among so many of the most connected parties the one to begin with is sought.
_CANDIDATES: Final = 10


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice of statuses."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Whose agreements, as which rows, in which order; `asked` has the filters."""

    asked: Asked
    party: str
    rows: str
    sort: str

    @property
    def query(self) -> QueryDict:
        """Return what was asked, without the cell that is open."""
        return self.asked.without("row", "type")

    @property
    def types(self) -> list[str]:
        """Return the commitment types that alone are asked for; none means all."""
        return [value for value in self.query.getlist("commitment") if value]

    @property
    def filters(self) -> QueryDict:
        """Return what the API is to be asked for the same agreements."""
        query = self.query
        for name in [name for name in query if name not in PARAMETERS]:
            del query[name]
        if not any(query.getlist("status")):
            query.setlist("status", [str(status) for status in SETTLED])
        return query

    def selection(self) -> Selection:
        """Return the agreements asked for."""
        found = self.asked.selection()
        if any(self.asked.query.getlist("status")):
            return found
        return found.standing_as(SETTLED)

    def matrix(self, names: Mapping[str, str], types: Sequence[str]) -> Matrix:
        """Return the table."""
        return matrix_of(
            self.selection(),
            self.party,
            names,
            is_by_agreement=self.rows == "agreements",
            sort=self.sort,
            types=types,
            only=self.types,
        )

    def tabs(self, path: str) -> list[Tab]:
        """Return the choices of statuses."""
        chosen = {value for value in self.query.getlist("status") if value}
        choices: Sequence[tuple[str, Iterable[Status]]] = (
            (_("Signed or in force"), ()),
            (_("In force"), (Status.IN_FORCE,)),
            (_("Ended too"), Status),
        )
        tabs = []
        for label, statuses in choices:
            query = self.asked.without("row", "type", "page", "status")
            query.setlist("status", [str(status) for status in statuses])
            tabs.append(Tab(label, address(path, query), chosen == set(query.getlist("status"))))
        return tabs


def read_question(request: HttpRequest) -> Question:
    """Take the query apart; what makes no sense is said and left out."""
    asked = read_query(request, own=_OWN)
    query, notices = asked.query.copy(), list(asked.notices)
    rows = _choice(query, "rows", ROWS, notices)
    sort = _choice(query, "sort", SORTS, notices)
    if query.get("as_of") == timezone.now().date().isoformat():
        del query["as_of"]
    party = _party(asked, notices)
    query.setlist("party", [party] if party else [])
    return Question(replace(asked, query=query, notices=notices), party, rows, sort)


def read_filters(request: HttpRequest) -> Question:
    """Take the query of a page apart that has the filters alone: no party to begin with."""
    asked = read_query(request)
    return Question(asked, "", "partners", next(iter(SORTS)))


def _choice(query: QueryDict, name: str, known: Iterable[str], notices: list[str]) -> str:
    """Return the value of a parameter, the first known one where it has none of them."""
    known = list(known)
    given = query.get(name, "")
    if given in known[1:]:
        return given
    query.pop(name, None)
    if given and given != known[0]:
        notices.append(
            _("%(name)s can be: %(known)s. This page has ignored %(given)r.")
            % {"name": name, "known": ", ".join(known), "given": given[:40]}
        )
    return known[0]


def _party(asked: Asked, notices: list[str]) -> str:
    given = [value.strip().upper() for value in asked.query.getlist("party") if value.strip()]
    if len(set(given)) > 1:
        notices.append(
            _("This table is of the agreements of one party, here of the first that you named.")
        )
    if given:
        return given[0]
    both = asked.query.get("all_of", "").upper().split(",")
    return both[0].strip() or _widest(asked.selection().standing_as(SETTLED))


def _widest(selection: Selection) -> str:
    """Return the party to begin with: of the most connected, the one with most commitments."""
    counts = selection.count_by("party")
    connected = sorted(counts, key=lambda code: (-counts[code], code))[:_CANDIDATES]
    held = {
        code: sum(selection.of_any_party([code]).count_by("commitment").values())
        for code in connected
    }
    return max(held, key=lambda code: held[code], default="")
