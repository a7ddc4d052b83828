"""Read a data set's file and offer a draft for each row that makes one; report on all others."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agreements import intake
from agreements.intake import Proposal, Text
from ingest.datasets.rows import UNKNOWN, NotFittingError, RowStory

# Somebody has coded it with care, but not from a text that an editor can see here.
_SCORE = 0.7
_NOTHING = UNKNOWN | {"0"}
_MOST_COLUMNS = 2_000


class DatasetError(ValueError):
    """A file that is none of this data set; the message says why."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set: its columns that must be there, and how a row becomes a story.

    `tell` returns the two parties' codes; it raises NotFittingError.
    """

    name: str
    title: str
    reader: str
    needed: frozenset[str]
    identify: Callable[[Mapping[str, str]], str]
    tell: Callable[[RowStory, Mapping[int, str]], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that made no draft: its line's number in the file, its own number, and why."""

    row: int
    identifier: str
    reason: str
    why: str


@dataclass(slots=True)
class Report:
    """What became of a file; `lost_columns` counts the rows in which an unused column says much."""

    rows: int = 0
    drafts: int = 0
    again: int = 0
    misfits: list[Misfit] = field(default_factory=list)
    lost_columns: Counter[str] = field(default_factory=Counter)
    lost_values: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> Counter[str]:
        """Return how many rows did not fit, by reason."""
        return Counter(misfit.reason for misfit in self.misfits)


def offer(dataset: Dataset, path: Path) -> Report:
    """Offer the rows of a file as drafts; the same file again offers nothing twice.

    Raises:
        DatasetError: the file can't be read, or lacks a column.
    """
    report = Report()
    parties = intake.cow_numbers()
    for number, cells in _rows(dataset, path):
        report.rows += 1
        story = RowStory(cells, f"{dataset.title}, {dataset.identify(cells)}")
        try:
            pair = dataset.tell(story, parties)
        except NotFittingError as error:
            name = dataset.identify(cells)
            report.misfits.append(Misfit(number, name, error.reason, str(error)))
            continue
        _offer(dataset, story, pair, report)
        said = (name for name, value in cells.items() if value not in _NOTHING)
        report.lost_columns.update(name for name in said if name not in story.used)
        report.lost_values.update(story.lost)
    return report


def _offer(dataset: Dataset, story: RowStory, pair: tuple[str, str], report: Report) -> None:
    document, is_new = intake.archive_document(
        Text(text=story.text, title=story.head, publisher=dataset.title, language="en")
    )
    first, second = sorted(pair)
    proposal = Proposal((first, second), tuple(story.statements))
    intake.propose_draft(document, proposal, reader_version=dataset.reader, ordinal=0, score=_SCORE)
    report.drafts += is_new
    report.again += not is_new


def _rows(dataset: Dataset, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of a row's last line, and its cells."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            _check(dataset, reader.fieldnames or ())
            for row in reader:
                yield reader.line_num, {n: v.strip() for n, v in row.items() if n}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path.name} can't be read as CSV in UTF-8: {error}") from error


def _check(dataset: Dataset, names: Sequence[str]) -> None:
    if missing := sorted(dataset.needed - set(names)):
        raise DatasetError(f"This is no file of {dataset.title}: it lacks {', '.join(missing)}.")
    if len(names) != len(set(names)) or len(names) > _MOST_COLUMNS:
        raise DatasetError("Two columns have one name, or there are too many.")
