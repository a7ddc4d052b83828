"""Files of a hundred thousand rows take no more memory than those of a few."""

import subprocess
import sys

import pytest

from config.run.places import ROOT

_MOST_BYTES = 50_000_000
# In a process of its own: what another test took would count, and be given back late.
_PROGRAM = """
import resource, sys, tempfile
import django
django.setup()
from agreements.exports.parquet import write_parquet
from agreements.exports.research.stata import write_stata
from agreements.exports.tables import Column

columns = [Column(f"n_{i}", "integer", "A number", "", "") for i in range(20)]
columns += [Column(f"c_{i}", "flag", "A flag", "", "") for i in range(40)]
columns += [Column("agr_ids", "string", "Keys", "", "")]


def rows(count):
    for n in range(count):
        yield [n * i for i in range(20)] + [n % 2] * 40 + [f"A-{n};" * 20]


def write(count):
    with tempfile.TemporaryFile() as file:
        if sys.argv[1] == "parquet":
            write_parquet(file, columns, rows(count))
        else:
            write_stata(file, "Label", columns, rows(count))
        return file.tell()


write(5_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = write(100_000)
print(size, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


@pytest.mark.parametrize("form", ["parquet", "dta"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    command = [sys.executable, "-c", _PROGRAM, form]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    size, grown = map(int, told.stdout.split())
    assert size > 1_000_000
    assert grown <= _MOST_BYTES
