"""The five ways in which an agreement can stand, as maps tell them apart; the strongest first."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """Some statuses that share a colour and a pattern; `name` is the one in the style sheet."""

    name: str
    label: str | Promise
    statuses: tuple[Status, ...]

    @property
    def status(self) -> Status:
        """Return the status that the pill of a whole pair shows."""
        return self.statuses[0]


IN_FORCE: Final = Standing("in-force", _("In force"), (Status.IN_FORCE,))
SIGNED: Final = Standing("signed", _("Signed"), (Status.SIGNED, Status.RATIFIED, Status.AGREED))
NEGOTIATING: Final = Standing(
    "negotiating", _("Negotiating"), (Status.NEGOTIATING, Status.PROPOSED)
)
SUSPENDED: Final = Standing("suspended", _("Suspended"), (Status.SUSPENDED,))
ENDED: Final = Standing("ended", _("Ended"), (Status.TERMINATED, Status.EXPIRED, Status.REJECTED))
STANDINGS: Final = (IN_FORCE, SIGNED, NEGOTIATING, SUSPENDED, ENDED)
