"""Files of other data sets, row by row into drafts: the machine proposes, people publish."""

from ingest.datasets.atop import ATOP
from ingest.datasets.dcad import DCAD
from ingest.datasets.offering import Dataset, DatasetError, Report, offer

DATASETS = {dataset.name: dataset for dataset in (ATOP, DCAD)}

__all__ = ["DATASETS", "Dataset", "DatasetError", "Report", "offer"]
