"""Why nothing was sent, in words for whoever has the webhook: what was refused, and what to do."""

from typing import Final

from django.utils.translation import gettext, gettext_lazy

# By the codes of `ingest.fetch`, whose own sentences are about pages that are read.
_SENTENCES: Final = {
    "bad_scheme": gettext_lazy(
        "Messages go to addresses that begin with https:// only: write it in full."
    ),
    "bad_address": gettext_lazy(
        "This is not an address that can be called: write it like https://example.org/hook, "
        "without a name or password in it."
    ),
    "bad_port": gettext_lazy(
        "Messages go to port 443 only: leave the port out, and let the receiver listen there."
    ),
    "private_address": gettext_lazy(
        "This is an inner name, or it leads to a private or reserved number: messages go to the "
        "public internet only. Give the receiver a public name."
    ),
    "dns": gettext_lazy(
        "The name was not found, or its server did not answer: check how it is written, and that "
        "it has a public entry."
    ),
    "connection": gettext_lazy(
        "Nobody answered there, or the connection broke: see that the receiver runs and that no "
        "firewall stands before it."
    ),
    "timeout": gettext_lazy(
        "The receiver took too long: answer within 10 seconds, and do the work afterwards."
    ),
    "tls": gettext_lazy(
        "No secure connection came about: the receiver must speak TLS 1.2 or later on port 443."
    ),
    "bad_certificate": gettext_lazy(
        "The receiver's certificate does not hold: it is over, of another name, or signed by "
        "nobody who is known. Renew it."
    ),
    "bad_answer": gettext_lazy("What came back is not HTTP: see that a web server listens there."),
    "headers_too_large": gettext_lazy(
        "The receiver's answer has more headers than are read: answer with a status alone."
    ),
    "cut_short": gettext_lazy("The answer broke off: see what the receiver's own log says."),
}


def sentence(code: str) -> str:
    """Return what a refusal or failure means and what to do; empty for none."""
    if not code:
        return ""
    known = _SENTENCES.get(code)
    return str(known) if known else gettext("It could not be sent: %(code)s.") % {"code": code}
