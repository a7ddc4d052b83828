"""The five ways in which an agreement can stand, as maps show them; the strongest first."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Status
from agreements.standing import GROUPS


@dataclass(frozen=True, slots=True)
class Standing:
    """A group of statuses with a colour and a pattern; `name` is the one in the style sheet."""

    name: str
    label: str | Promise

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Return the statuses that are shown so."""
        return GROUPS[self.name]


IN_FORCE: Final = Standing("in-force", _("In force"))
SIGNED: Final = Standing("signed", _("Signed"))
NEGOTIATING: Final = Standing("negotiating", _("Negotiating"))
SUSPENDED: Final = Standing("suspended", _("Suspended"))
ENDED: Final = Standing("ended", _("Ended"))
STANDINGS: Final = (IN_FORCE, SIGNED, NEGOTIATING, SUSPENDED, ENDED)
