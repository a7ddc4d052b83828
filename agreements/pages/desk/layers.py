"""A draft in its layers: what the machine proposed, what editors made of it."""

from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.http import QueryDict

from agreements.models import Draft
from agreements.proposal import Proposal, ProposedStatement
from agreements.revision import Revision

_SALT: Final = "agreements.pages.opened"


@dataclass(frozen=True, slots=True)
class Layers:
    """The machine's proposal, the editor's layer, and both together with what is left out."""

    machine: Proposal
    revision: Revision
    all: Proposal

    @property
    def places(self) -> range:
        """The places of all values, those left out too."""
        return range(len(self.all.statements))

    def under(self, revision: Revision) -> "Layers":
        """Return the machine's proposal under another layer."""
        return Layers(self.machine, revision, revision.all_of(self.machine))

    def is_added(self, place: int) -> bool:
        """Tell whether an editor added the value at a place."""
        return place >= len(self.machine.statements)

    def replaced(self, place: int) -> ProposedStatement | None:
        """Return the machine's value at a place where an editor says otherwise."""
        return self.machine.statements[place] if place in self.revision.changed else None


def layers(draft: Draft) -> Layers:
    """Read a draft's layers."""
    machine = Proposal.from_json(draft.proposed)
    revision = Revision.from_json(draft.revised)
    return Layers(machine, revision, revision.all_of(machine))


def signed_layer(draft: Draft) -> str:
    """Return the editor's layer as a page carries it, to tell later what its editor looked at."""
    return signing.dumps(draft.revised, salt=_SALT, compress=True)


def seen_layer(form: QueryDict, draft: Draft) -> Revision:
    """Return the editor's layer as it was when the page was opened; where unknown, as it is."""
    try:
        return Revision.from_json(signing.loads(form.get("layer", ""), salt=_SALT))
    except signing.BadSignature:
        return Revision.from_json(draft.revised)
