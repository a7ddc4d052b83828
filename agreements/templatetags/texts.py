"""What the scripts of a page say, in its language; `static/js/texts.js` reads it."""

from typing import Final

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

TEXTS: Final = {
    "map": (
        _("Close"),
        _("Copy"),
        _("%s: no agreement"),
        _("%s: 1 agreement"),
        _("%s: %s agreements"),
        _("%s: in force"),
        _("%s: signed"),
        _("%s: negotiating"),
        _("%s: suspended"),
        _("%s: ended"),
    ),
    "try": (
        _("Answer"),
        _("Body"),
        _("Send"),
        _("No answer came from the server."),
        _("%s more characters are not shown."),
    ),
    "matrix": (_("The clause could not be loaded."), _("Retry")),
    "desk": (
        _("Approved"),
        _("Rejected"),
        _("Duplicate:"),
        _("Put off"),
        _("Sent back"),
        _("Split"),
        _("Retry"),
        _("%s new source arrived."),
        _("%s new sources arrived."),
        _("No answer came from the server."),
        _("This page was too old; it is renewed now."),
        _("It is too much to send at once."),
        _("This is not there any more: reload the page."),
        _("Sending was refused: reload the page."),
        _("The server failed."),
        _("The search got no answer: try again."),
        _("Not saved. %s"),
        _("“%s” is the key of “%s” already: choose another one, or change that one first."),
        _("Digits choose a reason, and the space bar presses buttons: choose another key."),
    ),
}


@register.simple_tag
def texts(place: str) -> SafeString:
    """Return the texts that are otherwise than written in the scripts; in English nothing."""
    told = {text: gettext(text) for text in TEXTS[place]}
    other = {text: said for text, said in told.items() if said != text}
    return json_script(other, "texts") if other else mark_safe("")
