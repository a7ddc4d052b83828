"""All that the page of a draft shows: the text with marks, the values, the choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agreements import summaries
from agreements.models import Draft
from agreements.pages.desk.alike import Candidate, candidates, doubles, of_pair
from agreements.pages.desk.beside import OtherText, look_beside
from agreements.pages.desk.choices import Choices
from agreements.pages.desk.layers import layers
from agreements.pages.desk.rows import Counts, Row, Rows, count
from agreements.pages.desk.told import quotes
from agreements.pages.desk.words import label, pair_words
from agreements.pages.marking import mark_text
from agreements.pages.record import web_address
from agreements.proposal import Proposal, Quote


@dataclass(frozen=True, slots=True)
class Other:
    """A text that tells the same story, in words."""

    told: OtherText
    differs: list[str]


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that the page shows of one draft; `seen` of how many other texts it knows."""

    draft: Draft
    parties: str
    machine_parties: str
    parties_confidence: float | None
    parties_mark: int | None
    text: SafeString
    source_url: str
    groups: list[tuple[str, list[Row]]]
    counts: Counts
    others: list[Other]
    seen: int
    unseen: int
    candidates: list[Candidate]
    of_pair: list[Draft]
    doubles: list[Draft]
    is_new_chosen: bool
    is_all: bool

    @property
    def undecided(self) -> list[Row]:
        """The rows with a conflict that an editor must rule on before approving."""
        return [r for _, rows in self.groups for r in rows if r.conflict and r.conflict.is_open]

    @property
    def near(self) -> list[Candidate]:
        """Agreements near in time, for a draft that is to be a new one."""
        return [c for c in self.candidates if c.is_near] if self.is_new_chosen else []

    @property
    def has_doubles(self) -> bool:
        """Tell whether there may be duplicates to look at."""
        return bool(self.is_new_chosen and (self.near or self.doubles))


def read_draft(draft: Draft, choices: Choices | None = None) -> DraftView:
    """Read a draft for its page: six queries, and six more where it may be about an agreement."""
    choices = choices or Choices()
    told = layers(draft)
    names, types = summaries.party_names(), summaries.commitment_names()
    is_open = draft.state in Draft.UNDECIDED
    found = candidates(draft, told.all, choices.agreement, names)
    key = next((c.key for c in found if c.is_chosen), "") if is_open else ""
    beside = look_beside(draft, told.all, key, names, seen=choices.seen)
    others = of_pair(draft, told.all.parties) if is_open else []
    marked = mark_text(draft.document.text, quotes(told.all), _labels(told.all, types))
    groups = Rows(told, beside, marked, choices, names, types).groups()
    counts = count(groups)
    return DraftView(
        draft=draft,
        parties=pair_words(told.all, names),
        machine_parties=pair_words(told.machine, names) if told.revision.parties else "",
        parties_confidence=None if told.revision.parties else told.machine.parties_confidence,
        parties_mark=marked.number(told.all.parties_quote),
        text=marked.html,
        source_url=web_address(draft.document.url),
        groups=groups,
        counts=counts,
        others=[Other(o, [label(s, types) for s in o.differs]) for o in beside.others],
        seen=len(beside.others),
        unseen=beside.unseen,
        candidates=found,
        of_pair=others,
        doubles=doubles(draft, told, others) if not key else [],
        is_new_chosen=not key,
        is_all=choices.shows_all or not is_open or not counts.differing,
    )


def _labels(proposal: Proposal, types: Mapping[str, str]) -> dict[Quote, str]:
    """Return what each quote is evidence for, in words."""
    names: dict[Quote, list[str]] = {}
    for statement in proposal.statements:
        for quote in quotes(Proposal(proposal.parties, (statement,))):
            names.setdefault(quote, []).append(label(statement, types))
    if proposal.parties_quote:
        names.setdefault(proposal.parties_quote, []).append(gettext("Parties"))
    return {quote: gettext(" and ").join(dict.fromkeys(found)) for quote, found in names.items()}


def undecided(draft: Draft, choices: Choices) -> list[str]:
    """Return the names of values in conflict on which the editor has not ruled; bounded queries."""
    told = layers(draft)
    if draft.state not in Draft.UNDECIDED:
        return []
    beside = look_beside(draft, told.all, choices.agreement or "", {}, seen=choices.seen)
    ruled = {*choices.rulings, *told.revision.left_out}
    open_now = sorted(beside.must_rule(told.all) - ruled)
    types = summaries.commitment_names() if open_now else {}
    return [label(told.all.statements[place], types) for place in open_now]
