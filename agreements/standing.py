"""Ways to stand in few words: ten statuses in five groups, the strongest first."""

from typing import Final

from agreements.models import Status

IN_FORCE: Final = "in-force"
ENDED: Final = "ended"
# What a page tells apart at a glance; of several agreements, the first group found speaks.
GROUPS: Final[dict[str, tuple[Status, ...]]] = {
    IN_FORCE: (Status.IN_FORCE,),
    "signed": (Status.AGREED, Status.SIGNED, Status.RATIFIED),
    "negotiating": (Status.PROPOSED, Status.NEGOTIATING),
    "suspended": (Status.SUSPENDED,),
    ENDED: (Status.TERMINATED, Status.EXPIRED, Status.REJECTED),
}
GROUP_OF: Final[dict[str, str]] = {
    str(status): group for group, statuses in GROUPS.items() for status in statuses
}
