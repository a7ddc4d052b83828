"""Run the language model over a folder of articles, to see how well it reads."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ingest import reading
from ingest.llm import LanguageModel, LanguageModelError
from ingest.reader import codebook, folder


class Command(BaseCommand):
    """Write one line of JSON for each article, in the shape of the article corpus.

    The rules don't help out here: an article that the model did not read has an empty line, and is
    named with the reason.
    """

    help = "Read NAME.txt and NAME.meta.json in a folder with the language model alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the file to write."""
        parser.add_argument("folder", type=Path, help="folder of NAME.txt and NAME.meta.json")
        parser.add_argument("--out", type=Path, required=True, help="file to write, one line each")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        """Read all articles of the folder; each line is written when it is there."""
        model = reading.language_model()
        if model is None:
            raise CommandError("READER_LLM_URL is not set: there is no model to ask.")
        try:
            with options["out"].open("w", encoding="utf-8") as out:
                for article in folder.articles(options["folder"]):
                    out.write(self._line(model, article))
                    out.flush()
        except (folder.BadArticle, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"read by {model.version} into {options['out']}")

    def _line(self, model: LanguageModel, article: folder.Article) -> str:
        try:
            records = model.read(
                article.text,
                published=article.published,
                title=article.title,
                publisher=article.publisher,
            )
        except LanguageModelError as error:
            self.stderr.write(f"{article.name}: not read: {error.code}")
            records = ()
        return json.dumps(codebook.article(article.name, article.text, records)) + "\n"
