"""`python -m tests.ingest.crashing POINT`: one process after another that dies at a marked point.

Each line of the input is a piece of work: a text to hand in, or the number of an article to read.
It is done by a fork of this process, as a pool's child would do it. Prints the exit codes as JSON.
"""

import json
import os
import sys
from collections.abc import Callable

import django


def main(point: str, pieces: list[str]) -> list[int]:
    """Do each piece in a fork that is to die at the point."""
    os.environ |= {"ATLAS_CHAOS": "1", "ATLAS_CRASH_AT": point}
    django.setup()
    work = _work(point)
    return [_forked(work, piece) for piece in pieces]


def _forked(work: Callable[[str], object], piece: str) -> int:
    child = os.fork()
    if child == 0:
        work(piece)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work(point: str) -> Callable[[str], object]:
    """Return what is to be done, with all that a fork would have to load first."""
    from ingest import reader, tasks  # noqa: PLC0415  needs the settings
    from ingest.clean import clean  # noqa: PLC0415  needs the settings
    from tests.ingest.articles import PACT, hand_in  # noqa: PLC0415  needs the settings

    clean(PACT.encode(), content_type="text/plain", charset="utf-8", url=None)
    reader.read(PACT, published=None)
    return hand_in if point == "after_commit" else lambda number: tasks.read_articles([int(number)])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.stdin.read().splitlines())))
