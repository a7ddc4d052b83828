"""Measure pages and decisions on a seeded record of the size that the environment asks for."""

import os
import platform
import sys
from contextlib import closing

from config import env
from tests.bench import stage
from tests.bench.processor import Meter, databases
from tests.bench.visitor import Visitor


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
            from tests.bench import measuring, painting  # noqa: PLC0415

            with stage.web() as (host, port, web), closing(Visitor(host, port)) as visitor:
                meter = Meter([web, *databases(stage.FOLDER)])
                say(
                    f"\n{size.agreements} agreements, {size.drafts} drafts; {platform.machine()}, "
                    f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
                )
                measuring.measure(visitor, meter, times, say)
                painting.paint(f"http://{host}:{port}", measuring.places(), 5, say)
                say(f"load {os.getloadavg()[0]:.1f} at the end")
    return 0


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
