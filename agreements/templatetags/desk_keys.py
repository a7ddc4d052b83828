"""The list of keys, on the pages that have them."""

from typing import Any

from django import template

from agreements.pages import keys

register = template.Library()


@register.inclusion_tag("review/_keys.html")
def key_list(place: str) -> dict[str, Any]:
    """Return the dialog with the keys of a draft's page, or of the queue."""
    return {"acts": keys.QUEUE if place == "queue" else keys.DRAFT, "fixed": keys.FIXED}
