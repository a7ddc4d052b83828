"""What all answers that are files share."""

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from agreements.api.refusals import filters_refused
from agreements.clocks import Clocks
from agreements.filters import Question
from agreements.models.card import CardQuerySet


def only(media: str) -> tuple[type[BaseRenderer]]:
    """Return what has DRF refuse who accepts another format: it never renders anything."""
    return (type("FileRenderer", (BaseRenderer,), {"media_type": media, "format": "file"}),)


def asked_cards(request: Request, at: Clocks) -> CardQuerySet:
    """Return the cards that a query asks for; raises QueryError."""
    with filters_refused():
        return Question(request.query_params, at=at).cards()


def site_of(request: Request) -> str:
    """Return the address of this site, without a slash at its end."""
    return f"{request.scheme}://{request.get_host()}"
