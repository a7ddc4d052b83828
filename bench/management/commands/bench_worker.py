"""How much memory a worker has while thousands of articles go through it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bench import place
from bench.workshop import workshop
from ingest.models import Job

MOST_MB = 120.0
# What a worker may grow by, from its first look to its last, and still be called flat.
MOST_GROWTH_MB = 10.0
_ROWS = 500


class Command(BaseCommand):
    """Send made-up articles through one worker process and print its memory now and then.

    Works in a database of its own, which it drops at the end. The worker is the product's, only
    that it is never replaced by a fresh one. Judged is what is resident, which counts what it
    shares with the process that it was forked from: above 120 MB, or where it grows, this leaves
    with an error.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which worker, how many articles, and how often it is looked at."""
        parser.add_argument("--step", choices=[*Job.Step.values], default=Job.Step.READ.value)
        parser.add_argument("--articles", type=int, default=10_000)
        parser.add_argument("--every", type=int, default=1_000)

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Print a line a look."""
        step, every = Job.Step(options["step"]), options["every"]
        if not 0 < every <= options["articles"]:
            raise CommandError("Look at least once, and not more often than there are articles.")
        steps = {Job.Step.READ: 1} | ({Job.Step.FETCH: 8} if step == Job.Step.FETCH else {})
        seen = []
        with (
            place.record(_ROWS, keep=False, say=self.stderr.write) as database,
            place.asking(database),
            workshop(steps) as shop,
        ):
            for done in range(every, options["articles"] + 1, every):
                shop.work(step, shop.lay(step, every))
                memory = shop.memory(step)
                seen.append(memory.resident)
                self.stdout.write(f"{done} articles: {memory}")
                self.stdout.flush()
        self._judge(seen)

    def _judge(self, seen: list[float]) -> None:
        growth = seen[-1] - seen[0]
        self.stdout.write(f"most {max(seen):.1f} MB, growth {growth:+.1f} MB")
        if max(seen) > MOST_MB or growth > MOST_GROWTH_MB:
            raise CommandError(f"More than {MOST_MB:.0f} MB, or not flat.")
