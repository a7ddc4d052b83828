"""Compare what the reader finds in a folder of labelled articles with the labels."""

import json
from pathlib import Path
from typing import Any

from ingest.reader import codebook, folder
from tests.reader_score import SCALARS


def labelled(path: Path, name: str) -> list[dict[str, Any]]:
    gold = json.loads((path / f"{name}.gold.json").read_text("utf-8"))
    return [one for one in gold["agreements"] if not one.get("optional")]


def found(article: folder.Article) -> list[dict[str, Any]]:
    return [codebook.agreement(article.text, record) for record in article.read()]


def facts(record: dict[str, Any]) -> set[tuple[str, Any]]:
    pair = ("parties", tuple(record["parties"]))
    plain = {(field, record.get(field)) for field in SCALARS if record.get(field) is not None}
    made = {("commitment", one["type"]) for one in record["commitments"]}
    excluded = {("excluded", code) for code in record["excluded_commitments"]}
    sums = {("amount", float(one["value"])) for one in record["amounts"]}
    return {pair} | plain | made | excluded | sums
