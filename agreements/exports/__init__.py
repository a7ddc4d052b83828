"""What people take away: tables as CSV, rows as JSON, each with a file that explains it.

A table names its columns with their definitions once; the CSV has them as its header and the
metadata beside it as its explanation, so that the two can't differ. All is sent as it is read, in
pieces, and is what the page with the same query counts and lists: see `agreements.tally`.
"""

from agreements.exports.commitments import COMMITMENTS
from agreements.exports.csvs import CSV, csv_lines
from agreements.exports.metadata import LICENCE, About, Licence, describe
from agreements.exports.tables import AGREEMENTS, EVENTS, Column, Table
from agreements.exports.whole import (
    agreements_csv,
    agreements_geojson,
    agreements_jsonl,
    agreements_parquet,
    commitments_csv,
    commitments_jsonl,
    commitments_parquet,
    listed_csv,
)

__all__ = [
    "AGREEMENTS",
    "COMMITMENTS",
    "CSV",
    "EVENTS",
    "LICENCE",
    "About",
    "Column",
    "Licence",
    "Table",
    "agreements_csv",
    "agreements_geojson",
    "agreements_jsonl",
    "agreements_parquet",
    "commitments_csv",
    "commitments_jsonl",
    "commitments_parquet",
    "csv_lines",
    "describe",
    "listed_csv",
]
