"""What people take away: tables as CSV, rows as JSON, each with a file that explains it.

A table names its columns with their definitions once; the CSV has them as its header and the
metadata beside it as its explanation, so that the two can't differ. All is sent as it is read, in
pieces, and is what the page with the same query counts and lists: see `agreements.tally`.
"""

from agreements.exports.csvs import csv_lines
from agreements.exports.metadata import LICENCE, About, Licence, describe
from agreements.exports.tables import AGREEMENTS, EVENTS, Column, Table

__all__ = [
    "AGREEMENTS",
    "EVENTS",
    "LICENCE",
    "About",
    "Column",
    "Licence",
    "Table",
    "csv_lines",
    "describe",
]
