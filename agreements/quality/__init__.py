"""How good the work is: how far two editors agree, what editors change, how fast they are."""

from agreements.quality.alpha import ENOUGH, TALK_BELOW, Alpha, alpha
from agreements.quality.editors import EditorFigures, read_editors
from agreements.quality.fields import Pair, fields
from agreements.quality.reader import ReaderFigures, read_readers
from agreements.quality.report import FieldReport, Report, read_report

__all__ = [
    "ENOUGH",
    "TALK_BELOW",
    "Alpha",
    "EditorFigures",
    "FieldReport",
    "Pair",
    "ReaderFigures",
    "Report",
    "alpha",
    "fields",
    "read_editors",
    "read_readers",
    "read_report",
]
