"""The keys of the review desk: which act each sets off. The script reads them from the page."""

from dataclasses import dataclass
from typing import Any, Final

from django import template

register = template.Library()


@dataclass(frozen=True, slots=True)
class Act:
    """What a key does; `name` is the `data-act` of the button, link or label that does the same."""

    name: str
    key: str
    words: str


DRAFT: Final = (
    Act("down", "j", "Next value"),
    Act("up", "k", "Previous value"),
    Act("mark", "n", "Next evidence in the article"),
    Act("mark_back", "N", "Previous evidence in the article"),
    Act("edit", "e", "Edit all values, to be saved together"),
    Act("keep", "y", "Keep the proposed value"),
    Act("speak", "p", "Let the proposed value speak, against the record"),
    Act("empty", "-", "Leave the value empty"),
    Act("evidence", "s", "Make the selected words the value's evidence"),
    Act("approve", "a", "Approve, then the next draft"),
    Act("reject", "x", "Reject: choose a reason, 1 to 5"),
    Act("duplicate", "d", "Duplicate of …"),
    Act("later", "l", "Later"),
    Act("send_back", "b", "Send back"),
    Act("split", "t", "Split into two"),
    Act("undo", "u", "Undo my last decision"),
    Act("previous", "[", "Previous draft, without deciding"),
    Act("next", "]", "Next draft, without deciding"),
    Act("original", "o", "Open the original"),
    Act("record", "r", "Open the record"),
    Act("changes", "c", "Changes only, or all values"),
    Act("queue", "q", "Back to the queue"),
    Act("take_over", "v", "Take over from another editor"),
    Act("bring_back", "w", "Bring back now what was put off"),
    Act("follow", "f", "Take the other editor's verdict"),
    Act("stay", "m", "Keep mine, and ask the other"),
    Act("third", "i", "Let a third decide"),
    Act("keys", "?", "All keys"),
)
QUEUE: Final = (
    Act("down", "j", "Next draft"),
    Act("up", "k", "Previous draft"),
    Act("start", "g", "Start reviewing"),
    Act("select", "x", "Select"),
    Act("range", "X", "Select up to here"),
    Act("reject_many", "b", "Reject the selected drafts"),
    Act("undo", "u", "Undo my last decision"),
    Act("keys", "?", "All keys"),
)
# These stay as they are: no single letters, or what every page does with them.
FIXED: Final = (
    ("↓ ↑", "Next and previous value, as j and k; in the search for a duplicate, what was found"),
    ("Enter", "On a value: edit it. On an evidence mark: go to its value, and back"),
    ("Ctrl+Enter", "Save, confirm the open list, or approve; also while writing"),
    ("Ctrl+Z", "Undo my last decision, unless writing"),
    ("Esc", "Leave what is open; what was typed stays"),
)


@register.inclusion_tag("review/_keys.html")
def key_list(place: str) -> dict[str, Any]:
    """Return the dialog with the keys of a draft's page, or of the queue."""
    return {"acts": QUEUE if place == "queue" else DRAFT, "fixed": FIXED}
