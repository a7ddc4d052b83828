"""`python -m chaos run`: the product under faults; 0 if nothing is lost, doubled or stuck."""

import argparse
import signal
import sys
from pathlib import Path
from typing import Final

from chaos import report
from chaos.faults import FAULTS
from chaos.profiles import PROFILES
from chaos.suite import Asked, run

_BLIND: Final = (
    "BLIND: without its protections nothing was lost, so this suite would not see a loss."
)


def main() -> int:
    """Run what the command line asks for."""
    asked, folder = _asked(sys.argv[1:])
    # Whoever ends us has everything ended that we have started.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    folder.mkdir(parents=True, exist_ok=True)
    result = run(asked, folder)
    found = report.told(result, _command(asked))
    page = report.write(found, folder)
    sys.stdout.write(f"{report.summary(found)}\nReport: {page}\n")
    if not asked.naive:
        return 1 if result.verdict.failures else 0
    if result.verdict.counts["I1 lost"]:
        sys.stdout.write("The suite sees: without its protections the product loses articles.\n")
        return 0
    sys.stdout.write(f"{_BLIND}\n")
    return 1


def _asked(words: list[str]) -> tuple[Asked, Path]:
    parser = argparse.ArgumentParser(prog="python -m chaos")
    parser.add_argument("deed", choices=["run"])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="full")
    parser.add_argument("--control", choices=["naive"], help="with the protections off")
    parser.add_argument("--only", nargs="+", default=[], metavar="F-N", help="these faults alone")
    parser.add_argument("--report", type=Path, default=Path("var/chaos"), metavar="DIR")
    given = parser.parse_args(words)
    if unknown := set(given.only) - {name.partition(" ")[0] for name in FAULTS}:
        parser.error(f"There is no {', '.join(sorted(unknown))}.")
    profile = PROFILES[given.profile]
    is_naive, only = given.control == "naive", tuple(given.only)
    return Asked(given.articles, given.kills, given.seed, profile, is_naive, only), given.report


def _command(asked: Asked) -> str:
    words = f"python -m chaos run --articles {asked.articles} --kills {asked.kills}"
    words += f" --seed {asked.seed} --profile {asked.profile.name}"
    words += f" --only {' '.join(asked.only)}" if asked.only else ""
    return f"{words} --control naive" if asked.naive else words


if __name__ == "__main__":
    sys.exit(main())
