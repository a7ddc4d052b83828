"""The moments at which dying is worst, marked so that tests can have a process die there.

For tests alone: nothing happens unless ATLAS_CHAOS is 1 and ATLAS_CRASH_AT names the point.
`after_commit`: what came in is stored, nobody has been rung for. `before_commit`: the work is done,
not stored. `before_ack`: the work is stored, and the broker not told.
"""

import os
from typing import Final, Literal

Point = Literal["after_commit", "before_commit", "before_ack"]
EXIT_CODE: Final = 9


def crash_here(point: Point) -> None:
    """End the process at once, as a kill would, if a test has asked for it."""
    if os.environ.get("ATLAS_CHAOS") == "1" and os.environ.get("ATLAS_CRASH_AT") == point:
        os._exit(EXIT_CODE)
