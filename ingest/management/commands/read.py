"""Run the reader over a folder of articles, without a database."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ingest.reader import codebook, folder


class Command(BaseCommand):
    """Write one line of JSON for each article, in the shape of the article corpus."""

    help = "Read NAME.txt and NAME.meta.json in a folder; write what the reader finds, a line each."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the file to write."""
        parser.add_argument("folder", type=Path, help="folder of NAME.txt and NAME.meta.json")
        parser.add_argument("--out", type=Path, required=True, help="file to write, one line each")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        """Read all articles of the folder; a bad file is named and nothing is written."""
        try:
            lines = list(_lines(options["folder"]))
            options["out"].write_text("".join(lines), encoding="utf-8")
        except (folder.BadArticle, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{len(lines)} articles read into {options['out']}")


def _lines(path: Path) -> Iterator[str]:
    for article in folder.articles(path):
        yield json.dumps(codebook.article(article.name, article.text, article.read())) + "\n"
