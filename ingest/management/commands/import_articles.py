"""Take a CSV of many addresses or texts in."""

import csv
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from django.core.management.base import BaseCommand, CommandError

from ingest.importing import Imported, Refused, UnusableError, import_rows
from ingest.management.counting import Counting, said

_SHOWN: Final = 20


class Command(BaseCommand):
    """Take in each row of FILE, or of standard input for `-`.

    The first line names columns: url or text, title, publisher, published, language. Workers
    fetch and read them. Names each row that is not taken, with its reason; the same file again
    takes nothing twice. Exits 1 if any row was refused, 2 if the file can't be used.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and where to list the rows that are refused."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--report", metavar="OUT.csv", help="write all refused rows there")

    def handle(self, *, file: str, report: str | None, **options: object) -> None:
        """Import, and sum up."""
        began = time.monotonic()
        try:
            done = self._import(file)
        except (UnusableError, OSError) as error:
            raise CommandError(f"{file}: {error}", returncode=2) from error
        for row in done.refused[:_SHOWN]:
            self.stderr.write(f"row {row.row}: {row.code}: {row.sentence}")
        if len(done.refused) > _SHOWN:
            self.stderr.write(f"and {len(done.refused) - _SHOWN:,} more: see --report")
        if report:
            _write(Path(report), done.refused)
        why = Counter(f"refused, {row.code}" for row in done.refused)
        counts = {"rows": done.rows, "taken": done.taken, "known already": done.known, **why}
        self.stdout.write(f"{said(counts)}; {time.monotonic() - began:.1f} s")
        if done.refused:
            raise CommandError(f"{len(done.refused):,} of {done.rows:,} rows were refused.")

    def _import(self, name: str) -> Imported:
        if name == "-":
            return self._counted(sys.stdin)
        with Path(name).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            return self._counted(file)

    def _counted(self, file: TextIO) -> Imported:
        with Counting(self.stderr, "rows") as counting:
            return import_rows(file, lambda rows: counting.show(rows) if _is_due(rows) else None)


def _is_due(rows: int) -> bool:
    return sys.stderr.isatty() or rows % 10_000 == 0


def _write(path: Path, refused: Sequence[Refused]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "code", "sentence"))
        writer.writerows((row.row, row.code, row.sentence) for row in refused)
