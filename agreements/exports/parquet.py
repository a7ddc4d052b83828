"""Tables as Parquet: typed, compressed columns, written row group by row group."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from agreements.exports.csvs import Cell
from agreements.exports.tables import Column

if TYPE_CHECKING:
    from arro3.core import RecordBatch, Schema

# So many rows are in memory at once.
_GROUP: Final = 5_000


def write_parquet(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a table, with each column's definition; the same rows make the same bytes."""
    # Takes 9 MB: only in processes that are asked for Parquet.
    from arro3 import core, io  # noqa: PLC0415

    types = {
        "string": core.DataType.string(),
        "integer": core.DataType.int32(),
        "flag": core.DataType.int8(),
        "boolean": core.DataType.bool(),
    }
    schema = core.Schema(
        [core.Field(c.name, types[c.type], metadata={"definition": c.definition}) for c in columns]
    )
    io.write_parquet(
        core.RecordBatchReader.from_batches(schema, _batches(schema, iter(rows))),
        file,
        compression="zstd(3)",
        created_by="Accord Atlas",
        max_row_group_size=_GROUP,
    )


def _batches(schema: "Schema", rows: Iterator[Sequence[Cell]]) -> "Iterator[RecordBatch]":
    from arro3.core import Array, RecordBatch  # noqa: PLC0415  as above

    while group := list(islice(rows, _GROUP)):
        cells = zip(*group, strict=True)
        arrays = [Array(list(of), schema.field(i).type) for i, of in enumerate(cells)]
        yield RecordBatch(arrays, schema=schema)
