"""The drafts of the queue as its page shows them: one row for each story, with all its sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from agreements.curation import Lease, lease_of
from agreements.models import Draft
from agreements.pages.desk import pair_words, short_labels
from agreements.proposal import Proposal

_NAMELESS: Final = gettext_noop("a text without a name")


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in a list: between whom, what it tells of, who tells it, who else looks at it.

    `texts` counts the sources' texts, its own included; `lease` is somebody else's.
    """

    draft: Draft
    parties: str
    tells: str
    sources: list[str]
    texts: int
    lease: Lease | None
    initials: str
    is_later: bool
    is_ticked: bool

    @property
    def value(self) -> str:
        """What the row's box sends: the draft, and the version that the editor saw."""
        return f"{self.draft.pk}:{self.draft.version}"


def read_rows(
    drafts: Sequence[Draft],
    names: Mapping[str, str],
    editor: User,
    *,
    ticked: Iterable[int] = (),
) -> list[Row]:
    """Return the rows of these drafts; one query."""
    told = _others(drafts)
    marked = frozenset(ticked)
    return [
        row(draft, names, editor, others=told.get(draft.pk, ()), is_ticked=draft.pk in marked)
        for draft in drafts
    ]


def row(
    draft: Draft,
    names: Mapping[str, str],
    editor: User,
    *,
    others: Sequence[str] = (),
    is_ticked: bool = False,
) -> Row:
    """Return a draft as a list shows it, with the publishers of other texts on it; no query."""
    proposal = Proposal.from_json(draft.proposed)
    own = draft.document.publisher or draft.document.title or gettext(_NAMELESS)
    lease = lease_of(draft, editor)
    until = draft.deferred_until
    return Row(
        draft=draft,
        parties=pair_words(proposal, names),
        tells=", ".join(short_labels(proposal)),
        sources=list(dict.fromkeys((own, *others))),
        texts=1 + len(others),
        lease=None if lease is None or lease.is_mine else lease,
        initials=initials(lease.holder) if lease else "",
        is_later=until is not None and until > timezone.now(),
        is_ticked=is_ticked,
    )


def initials(user: User) -> str:
    """Return two letters for an editor: of both names, else the first two of the account's."""
    names = user.get_full_name().split()
    letters = names[0][0] + names[-1][0] if len(names) > 1 else user.get_username()[:2]
    return letters.upper()


def _others(drafts: Sequence[Draft]) -> dict[int, list[str]]:
    """Return {draft: the publishers of the texts that wait behind it}."""
    behind = Draft.objects.filter(head__in=[d.pk for d in drafts], state__in=Draft.UNDECIDED)
    found: dict[int, list[str]] = {}
    told = behind.order_by("created_at", "pk").values_list(
        "head", "document__publisher", "document__title"
    )
    for head, publisher, title in told:
        if head is not None:
            found.setdefault(head, []).append(publisher or title or gettext(_NAMELESS))
    return found
