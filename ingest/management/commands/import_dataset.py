"""Offer the rows of another data set's file as drafts."""

import csv
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ingest.datasets import DATASETS, DatasetError, Report, offer


class Command(BaseCommand):
    """Offer each row as a draft for editors; nothing goes straight into the record.

    Says what did not fit: rows by reason, columns of which nothing was made, and values that are
    not known. --report writes every row that made no draft.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the data set, its file, and where the rows that don't fit go."""
        parser.add_argument("dataset", choices=sorted(DATASETS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, help="a CSV file for the rows that don't fit")

    def handle(
        self, *args: object, dataset: str, file: Path, report: Path | None, **options: object
    ) -> None:
        """Offer the rows and say what became of them."""
        try:
            found = offer(DATASETS[dataset], file)
        except DatasetError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{found.rows} rows: {found.drafts} drafts, {found.again} offered before,"
            f" {len(found.misfits)} did not fit."
        )
        self._count("Rows that did not fit", found.reasons)
        self._count("Columns of which nothing was made, by rows", found.lost_columns)
        self._count("Values that are not known here, by rows", found.lost_values)
        if report is not None:
            _write(report, found)

    def _count(self, title: str, counts: Mapping[str, int]) -> None:
        if counts:
            ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            told = ", ".join(f"{name} {number}" for name, number in ordered)
            self.stdout.write(f"{title}: {told}.")


def _write(path: Path, report: Report) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "identifier", "reason", "why"])
        for misfit in report.misfits:
            writer.writerow([misfit.row, misfit.identifier, misfit.reason, misfit.why])
