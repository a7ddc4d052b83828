"""Prove that the record holds together."""

from django.core.management.base import BaseCommand, CommandError

from agreements.verification import verify


class Command(BaseCommand):
    """Check every quote, card, folding and draft; exit 1 on any difference."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Print what was checked, then each difference."""
        report = verify()
        counts = ", ".join(f"{count} {name}" for name, count in report.checked.items() if count)
        self.stdout.write(f"Checked {counts or 'nothing: the record is empty'}.")
        for difference in report.differences:
            self.stdout.write(f"DIFFERENT {difference}")
        if report.differences:
            raise CommandError(f"{len(report.differences)} differences.")
        self.stdout.write("Every quote, card and decision agrees.")
