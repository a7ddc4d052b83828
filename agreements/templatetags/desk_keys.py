"""The keys of the review desk: which act each sets off. The script reads them from the page."""

from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

register = template.Library()


@dataclass(frozen=True, slots=True)
class Act:
    """What a key does; `name` is the `data-act` of the button, link or label that does the same."""

    name: str
    key: str
    words: str | Promise


DRAFT: Final = (
    Act("down", "j", gettext_lazy("Next value")),
    Act("up", "k", gettext_lazy("Previous value")),
    Act("mark", "n", gettext_lazy("Next evidence in the article")),
    Act("mark_back", "N", gettext_lazy("Previous evidence in the article")),
    Act("edit", "e", gettext_lazy("Edit all values, to be saved together")),
    Act("keep", "y", gettext_lazy("Keep the proposed value")),
    Act("speak", "p", gettext_lazy("Let the proposed value speak, against the record")),
    Act("empty", "-", gettext_lazy("Leave the value empty")),
    Act("evidence", "s", gettext_lazy("Make the selected words the value's evidence")),
    Act("approve", "a", gettext_lazy("Approve, then the next draft")),
    Act("reject", "x", gettext_lazy("Reject: choose a reason, 1 to 5")),
    Act("duplicate", "d", gettext_lazy("Duplicate of …")),
    Act("later", "l", gettext_lazy("Later")),
    Act("send_back", "b", gettext_lazy("Send back")),
    Act("split", "t", gettext_lazy("Split into two")),
    Act("undo", "u", gettext_lazy("Undo my last decision")),
    Act("previous", "[", gettext_lazy("Previous draft, without deciding")),
    Act("next", "]", gettext_lazy("Next draft, without deciding")),
    Act("original", "o", gettext_lazy("Open the original")),
    Act("record", "r", gettext_lazy("Open the record")),
    Act("changes", "c", gettext_lazy("Changes only, or all values")),
    Act("queue", "q", gettext_lazy("Back to the queue")),
    Act("take_over", "v", gettext_lazy("Take over from another editor")),
    Act("bring_back", "w", gettext_lazy("Bring back now what was put off")),
    Act("follow", "f", gettext_lazy("Take the other editor's verdict")),
    Act("stay", "m", gettext_lazy("Keep mine, and ask the other")),
    Act("third", "i", gettext_lazy("Let a third decide")),
    Act("keys", "?", gettext_lazy("All keys")),
)
QUEUE: Final = (
    Act("down", "j", gettext_lazy("Next draft")),
    Act("up", "k", gettext_lazy("Previous draft")),
    Act("start", "g", gettext_lazy("Start reviewing")),
    Act("select", "x", gettext_lazy("Select")),
    Act("range", "X", gettext_lazy("Select up to here")),
    Act("reject_many", "b", gettext_lazy("Reject the selected drafts")),
    Act("undo", "u", gettext_lazy("Undo my last decision")),
    Act("keys", "?", gettext_lazy("All keys")),
)
# These stay as they are: no single letters, or what every page does with them.
FIXED: Final = (
    (
        "↓ ↑",
        gettext_lazy(
            "Next and previous value, as j and k; in the search for a duplicate, what was found"
        ),
    ),
    ("Enter", gettext_lazy("On a value: edit it. On an evidence mark: go to its value, and back")),
    ("Ctrl+Enter", gettext_lazy("Save, confirm the open list, or approve; also while writing")),
    ("Ctrl+Z", gettext_lazy("Undo my last decision, unless writing")),
    ("Esc", gettext_lazy("Leave what is open; what was typed stays")),
)


@register.inclusion_tag("review/_keys.html")
def key_list(place: str) -> dict[str, Any]:
    """Return the dialog with the keys of a draft's page, or of the queue."""
    return {"acts": QUEUE if place == "queue" else DRAFT, "fixed": FIXED}
