"""Tables as Stata files (.dta, format 118: Stata 14 and later), written row by row."""

import struct
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Final

from agreements.exports.csvs import Cell
from agreements.exports.tables import Column

_LONGEST: Final = 2045
_LABEL: Final = 80
# By type of column: Stata's number for it, how it is packed, how it is shown, what missing is.
_NUMBERS: Final = {
    "flag": (65530, "b", "%8.0g", 101),
    "boolean": (65530, "b", "%8.0g", 101),
    "integer": (65528, "i", "%12.0g", 2147483621),
}
_SECTIONS: Final = 14


def write_stata(
    file: IO[bytes], label: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a table; the same rows make the same bytes.

    A text is as wide as the longest of its column and at most 2,045 bytes, where it is cut between
    two characters; None is missing, of a text the empty one.
    """
    with tempfile.TemporaryFile() as held:
        count, widths = _hold(held, columns, rows)
        held.seek(0)
        _Writer(file, columns, widths).write(label, count, held)


def _hold(
    held: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> tuple[int, list[int]]:
    """Keep the rows on the disk until it is known how many and how wide they are."""
    widths, count = [1] * len(columns), 0
    for row in rows:
        count += 1
        cells = list(map(_packed, columns, row))
        lengths = list(map(len, cells))
        widths = list(map(max, widths, lengths))
        held.write(struct.pack(f"<{len(lengths)}H", *lengths) + b"".join(cells))
    return count, widths


def _packed(column: Column, cell: Cell) -> bytes:
    if column.type not in _NUMBERS:
        return _cut("" if cell is None else str(cell), _LONGEST)
    _, code, _, missing = _NUMBERS[column.type]
    return struct.pack(f"<{code}", missing if cell is None else int(cell))


def _cut(text: str, longest: int) -> bytes:
    return text.encode()[:longest].decode(errors="ignore").encode()


def _padded(cell: bytes, width: int) -> bytes:
    return cell.ljust(width, b"\0")


class _Writer:
    def __init__(self, file: IO[bytes], columns: Sequence[Column], widths: list[int]) -> None:
        self._file, self._columns, self._widths = file, columns, widths
        self._places = [0]

    def write(self, label: str, count: int, held: IO[bytes]) -> None:
        shown = _cut(label, _LABEL)
        head = b"<release>118</release><byteorder>LSF</byteorder>"
        head += b"<K>%s</K>" % struct.pack("<H", len(self._columns))
        head += b"<N>%s</N>" % struct.pack("<Q", count)
        head += b"<label>%s</label>" % (struct.pack("<H", len(shown)) + shown)
        # Without a time: the same rows make the same bytes.
        head += b"<timestamp>\0</timestamp>"
        self._file.write(b"<stata_dta><header>" + head + b"</header>")
        self._places.append(self._file.tell())
        self._file.write(b"<map>" + bytes(8 * _SECTIONS) + b"</map>")
        self._section("variable_types", self._each(self._type))
        self._section("varnames", self._each(lambda c, _: c.name.encode().ljust(129, b"\0")))
        self._section("sortlist", bytes(2 * len(self._columns) + 2))
        self._section("formats", self._each(self._format))
        self._section("value_label_names", bytes(129 * len(self._columns)))
        self._section("variable_labels", self._each(self._label))
        self._section("characteristics", b"")
        self._data(count, held)
        self._section("strls", b"")
        self._section("value_labels", b"")
        self._end()

    def _each(self, made: Callable[[Column, int], bytes]) -> bytes:
        pairs = zip(self._columns, self._widths, strict=True)
        return b"".join(made(column, width) for column, width in pairs)

    @staticmethod
    def _type(column: Column, width: int) -> bytes:
        return struct.pack("<H", _NUMBERS[column.type][0] if column.type in _NUMBERS else width)

    @staticmethod
    def _format(column: Column, width: int) -> bytes:
        shown = _NUMBERS[column.type][2] if column.type in _NUMBERS else f"%{width}s"
        return shown.encode().ljust(57, b"\0")

    @staticmethod
    def _label(column: Column, _: int) -> bytes:
        return _cut(column.definition, _LABEL).ljust(321, b"\0")

    def _section(self, name: str, body: bytes) -> None:
        self._places.append(self._file.tell())
        self._file.write(b"<%s>%s</%s>" % (name.encode(), body, name.encode()))

    def _data(self, count: int, held: IO[bytes]) -> None:
        self._places.append(self._file.tell())
        self._file.write(b"<data>")
        lengths = struct.Struct(f"<{len(self._widths)}H")
        for _ in range(count):
            cells = map(held.read, lengths.unpack(held.read(lengths.size)))
            self._file.write(b"".join(map(_padded, cells, self._widths)))
        self._file.write(b"</data>")

    def _end(self) -> None:
        self._places.append(self._file.tell())
        self._file.write(b"</stata_dta>")
        self._places.append(self._file.tell())
        self._file.seek(self._places[1] + len(b"<map>"))
        self._file.write(struct.pack(f"<{_SECTIONS}Q", *self._places))
        self._file.seek(self._places[-1])
