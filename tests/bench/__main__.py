"""Measure pages and decisions on a seeded record of the size that the environment asks for."""

import os
import platform
import sys

from config import env
from tests.bench import stage


def main() -> int:
    """Seed where that is needed, measure, print."""
    size = stage.Size(
        env.integer("BENCH_AGREEMENTS", 100_000, lowest=1, highest=10_000_000),
        env.integer("BENCH_DRAFTS", 5_000, lowest=10, highest=1_000_000),
    )
    times = env.integer("BENCH_DECISIONS", 240, lowest=1, highest=100_000)
    with stage.servers():
        stage.seeded(size)
        with stage.copied(size):
            # Django reads its settings once: only now do they name the copy.
            from tests.bench import measuring  # noqa: PLC0415

            name, password = measuring.editor()
            with stage.web() as (host, port):
                say(
                    f"\n{size.agreements} agreements, {size.drafts} drafts; {platform.machine()}, "
                    f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
                )
                measuring.measure(host, port, (name, password), times, say)
                say(f"load {os.getloadavg()[0]:.1f} at the end")
    return 0


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
