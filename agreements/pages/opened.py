"""What stood when an editor opened a draft: sent with the page, and back with what they decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest

from agreements import curation
from agreements.models import Draft
from agreements.pages.desk.layers import signed_layer
from agreements.pages.forms import VerdictForm
from agreements.proposal import Proposal
from agreements.revision import Revision


@dataclass(frozen=True, slots=True)
class Opened:
    """The draft's version, and the numbers of the agreements it may be about by their keys.

    `key` is the idempotency key of the next decision from this page, `layer` the editor's layer
    of then, signed.
    """

    version: int
    records: Mapping[str, int]
    key: str
    layer: str = ""

    def marks(self, keys: Iterable[str]) -> list[str]:
        """Return the numbers of these agreements, and of a new one, as the page carries them."""
        return [f"{key}:{self.records.get(key, 0)}" for key in ("", *keys)]


def opened_now(draft: Draft) -> Opened:
    """Return what stands now; call it before reading what the page shows. One query."""
    parties = Revision.from_json(draft.revised).parties
    numbers = curation.record_numbers(parties or Proposal.from_json(draft.proposed).parties)
    return Opened(
        draft.version,
        numbers,
        str(uuid4()),
        signed_layer(draft),
    )


def opened_before(form: VerdictForm, draft: Draft) -> Opened:
    """Return what stood when the page was opened that this was sent from.

    An answer about something else must not pass off as seen what changed in the meantime.
    """
    version = form.cleaned_data.get("version", draft.version)
    if not form.records:
        return opened_now(draft)
    key = form.cleaned_data.get("key") or str(uuid4())
    return Opened(version, form.records, key, form.data.get("layer", ""))


def is_prefetch(request: HttpRequest) -> bool:
    """Tell whether a browser asks ahead, for a page that nobody looks at yet."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")
