"""What a page was asked for: the query that makes sense, and what to say of the rest."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from agreements import filters, spelling, tally
from agreements.filters import Clocks, FilterError, Question
from agreements.models.card import CardQuerySet
from agreements.tally import Selection, Tally

CLOCKS: Final = ("as_of", "known_at")
# Beside the parameters of `filters`: what only a page has.
PAGE_ONLY: Final = frozenset({*filters.PRESENTATION, "name"})


@dataclass(frozen=True)
class Asked:
    """A query without the parameters that make no sense; `notices` says which those were.

    `refusals` says the same for what is sent as a file, which would mislead without them.
    """

    query: QueryDict
    question: Question
    notices: list[str]
    refusals: list[str] = field(default_factory=list)

    @property
    def clocks(self) -> Clocks:
        """The day asked about, and when we knew."""
        return self.question.clocks

    @cached_property
    def tally(self) -> Tally:
        """What a page counts in: one tally for all of it, none for a page that counts nothing."""
        return tally.current()

    def without(self, *names: str) -> QueryDict:
        """Return the query without these parameters, and without the place in a list."""
        left = self.query.copy()
        for name in (*names, "after", "before"):
            left.pop(name, None)
        return left

    def selection(self, *left_out: str) -> Selection:
        """Return the same agreements as `cards`, to be counted."""
        return self.question.selected(*left_out, among=self.tally)

    def ever(self, *left_out: str) -> Selection:
        """Return the agreements asked for of all days, whatever their status."""
        return self.question.selected("status", *left_out, among=self.tally, ever=True)

    def cards(self, *left_out: str) -> CardQuerySet:
        """Return the agreements asked for, but for the filters that are to be left out."""
        return self.question.cards(*left_out)


def read_query(request: HttpRequest, *, own: frozenset[str] = frozenset()) -> Asked:
    """Take the query apart: a page ignores what it can't use and says so, where the API refuses.

    `own` are parameters that this page alone has.
    """
    query = request.GET.copy()
    notices, refusals = [], []
    for name in filters.unknown(query, allowed=PAGE_ONLY | own):
        del query[name]
        notices.append(_("This page knows nothing called %r and has ignored it.") % name[:40])
        refusals.append(f"Nothing is called {name[:40]!r}.")
    while isinstance(question := _read(query), FilterError):
        query.pop(question.name, None)
        notices.append(
            _("%(error)s This page has ignored %(name)s.")
            % {"error": question, "name": question.name}
        )
        refusals.append(f"{question.name}: {question}")
    respelled = _respelled(query)
    if respelled:
        question = Question(query)
    return Asked(query, question, [*notices, *respelled], refusals)


def clock_suffix(query: QueryDict) -> str:
    """Return "?as_of=…&known_at=…" for links that stay on the same day and knowledge, or ""."""
    kept = [(name, query.get(name)) for name in CLOCKS if query.get(name)]
    return f"?{urlencode(kept)}" if kept else ""


def address(path: str, query: QueryDict) -> str:
    """Return the path with the query, empty parameters left out."""
    pairs = [
        f"{quote(name, safe=',')}={quote(str(value), safe=',')}"
        for name, values in sorted(query.lists())
        for value in values
        if value
    ]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _respelled(query: QueryDict) -> list[str]:
    """Search for what was meant where no agreement has the words; say so."""
    written = str(query.get("q", ""))
    meant = spelling.corrected(written)
    if meant == written:
        return []
    query["q"] = meant
    return [
        _("No agreement has the words %(written)r: these are those with %(meant)r.")
        % {"written": written, "meant": meant}
    ]


def _read(query: QueryDict) -> Question | FilterError:
    """Return the question, or the first thing in it that makes no sense."""
    try:
        question = Question(query)
        question.check()
    except FilterError as error:
        # A parameter that isn't there can't be dropped: then it isn't the query's fault.
        if error.name not in query:
            raise
        return error
    return question
