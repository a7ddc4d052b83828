"""What reads of the API cost beside other ways to give the same answer."""

import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bench import goals, place, rounds
from bench.cases import NAMES
from bench.machine import Calibration, Calibrator
from bench.meter import Meter
from bench.report import Run, result
from bench.stage import Stage, UnequalError, stage

MISSED: Final = 1
UNEQUAL: Final = 2
UNSTABLE: Final = 3
_FEWEST_ROWS: Final = 500


class Command(BaseCommand):
    """Measure reads of the API and other ways to the same answers by turns, and print the ratios.

    Works on a made-up record in a database of its own, which it drops at the end. It leaves with 1
    if --check finds a goal missed, with 2 if two ways answer differently, and with 3 if the
    machine is too unsteady to judge by. How to read it: docs/performance.md.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is measured, on how much, and how often."""
        parser.add_argument("cases", nargs="*", metavar="case", help=", ".join(NAMES))
        parser.add_argument("--rows", type=int, default=10_000, help="agreements in the record")
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--json", metavar="FILE", help="write everything there too")
        parser.add_argument("--check", action="store_true", help="fail where a goal is missed")
        parser.add_argument("--goals", default=str(goals.FILE), metavar="FILE")
        parser.add_argument(
            "--keep", action="store_true", help="keep the made-up record for the next run"
        )

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Measure and print; see above for the exit codes."""
        names = options["cases"] or list(NAMES)
        if unknown := sorted(set(names) - set(NAMES)):
            raise CommandError(f"There is no case {unknown[0]}: these are {', '.join(NAMES)}.")
        if options["rows"] < _FEWEST_ROWS or options["rounds"] < 1:
            raise CommandError(f"Ask for {_FEWEST_ROWS} rows and one round at least.")
        try:
            aims = goals.read(Path(options["goals"]))
        except (goals.BadGoalError, OSError) as error:
            raise CommandError(str(error)) from error
        run = Run(options["rows"], options["rounds"])
        try:
            self._measure(run, names, aims, keep=options["keep"])
        except place.NotOursError as error:
            raise CommandError(str(error)) from error
        except UnequalError as error:
            self.stderr.write(f"UNEQUAL {error}: nothing is compared")
            sys.exit(UNEQUAL)
        if options["json"]:
            Path(options["json"]).write_text(json.dumps(run.as_json(), indent=1), encoding="utf-8")
        self._leave(run, is_checked=options["check"])

    def _measure(self, run: Run, names: Sequence[str], aims: goals.Goals, *, keep: bool) -> None:
        with stage(run.rows, keep=keep, names=names, say=self._say_progress) as asked:
            calibrator = Calibrator()
            before = calibrator.measure()
            gc.collect()
            gc.freeze()
            meter = Meter(lambda: asked.backends)
            for name in names:
                self._measure_case(run, name, asked, meter, aims)
            run.calibration = Calibration(before, calibrator.measure())

    def _measure_case(
        self, run: Run, name: str, asked: Stage, meter: Meter, aims: goals.Goals
    ) -> None:
        for case in NAMES[name](asked):
            case.check()
            measurer = case.meter or meter
            measured = rounds.run(case, run.rounds, measurer)
            found = result(case, measured, aims, rows=run.rows, is_exact=measurer.is_exact)
            run.results.append(found)
            self.stdout.write(str(found))
            self.stdout.flush()

    def _leave(self, run: Run, *, is_checked: bool) -> None:
        self.stdout.write(str(run.calibration))
        if run.calibration is None or not run.calibration.is_stable:
            self.stdout.write("UNSTABLE: nothing here may be judged")
            sys.exit(UNSTABLE)
        missed = [goal for found in run.results for goal in found.missed]
        for goal in missed:
            self.stdout.write(f"missed {goal}")
        if missed and is_checked:
            sys.exit(MISSED)

    def _say_progress(self, line: str) -> None:
        self.stderr.write(line)
