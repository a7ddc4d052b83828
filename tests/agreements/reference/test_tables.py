from decimal import Decimal
from pathlib import Path

import pytest

from agreements.reference.tables import BadTableError, decimal, read_rows, refuse, unique

COLUMNS = ("code", "name")


def table(folder: Path, content: bytes) -> Path:
    path = folder / "sample.csv"
    path.write_bytes(content)
    return path


def names(path: Path) -> list[str]:
    rows, errors = read_rows(path, COLUMNS)
    refuse(errors)
    return [cells.text("name") for cells in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"code,name\nA,Alpha\nB,Beta\n",
        b"code,name\r\nA,Alpha\r\nB,Beta\r\n",
        b"\xef\xbb\xbfcode,name\r\nA,Alpha\r\nB,Beta",
        b"name,extra,code\nAlpha,x,A\nBeta,,B\n",
        b'code,name\nA," Alpha "\nB,"Beta"\n',
    ],
    ids=["plain", "CRLF", "BOM", "other order", "quoted"],
)
def test_table_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    assert names(table(tmp_path, content)) == ["Alpha", "Beta"]


def test_cell_keeps_its_line_breaks_and_rare_separators(tmp_path: Path) -> None:
    content = 'code,name\nA,"Al\npha"\nB,Be\N{NEXT LINE}ta\N{LINE SEPARATOR}\n'
    assert names(table(tmp_path, content.encode())) == ["Al\npha", "Be\N{NEXT LINE}ta"]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTableError, match=r"absent\.csv is missing from"):
        read_rows(tmp_path / "absent.csv", COLUMNS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "line 1: lacks the column code, name"),
        (b"code\nA\n", "line 1: lacks the column name"),
        (b"code;name\nA;B\n", "line 1: lacks the column code, name"),
        ("code,name\nA,Türkiye\n".encode("latin-1"), "is not UTF-8 at byte 13"),
        ("code,name\nA,B\n".encode("utf-16"), "is not UTF-8 at byte 0"),
        (b'code,name\nA,B\nC,"open\n', "line 3: "),
    ],
)
def test_table_that_cannot_be_read_says_where(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadTableError, match=says):
        read_rows(table(tmp_path, content), COLUMNS)


def test_wrong_cells_are_named_by_line_and_column_all_at_once(tmp_path: Path) -> None:
    path = table(tmp_path, b"code,name\nA,\nB,5,surplus\nB,x\0\nC,2024-13\n")
    rows, errors = read_rows(path, COLUMNS)
    rows[0].needed("name")
    rows[1].one_of("name", {"x"})
    rows[2].text("name")
    rows[3].edtf("name")
    rows[3].number("name", int, lowest=0, highest=9)
    rows[1].number("name", int, lowest=6, highest=9)
    rows[1].several_of("name", {"4"})
    rows[1].text("name", longest=0)
    unique(rows, "code")
    with pytest.raises(BadTableError) as refusal:
        refuse(errors)
    told = str(refusal.value)
    for expected in (
        "sample.csv, line 2, column name: is empty.",
        "sample.csv, line 3: has more cells than line 1.",
        "sample.csv, line 3, column name: is '5', which is none of x.",
        "sample.csv, line 4, column name: holds a character with the number 0.",
        "sample.csv, line 5, column name: '2024-13' is no date: months go from 01 to 12..",
        "sample.csv, line 5, column name: is '2024-13', which is no number.",
        "sample.csv, line 3, column name: is 5, which is not from 6 to 9.",
        "sample.csv, line 3, column name: holds '5', which is not known.",
        "sample.csv, line 3, column name: has 1 characters; 0 is the most.",
        "sample.csv, line 4, column code: 'B' stands twice.",
    ):
        assert expected.rstrip(".") in told


def test_cells_that_are_missing_at_the_end_are_empty(tmp_path: Path) -> None:
    assert names(table(tmp_path, b"code,name\nA\n")) == [""]


def test_of_many_errors_twenty_are_told() -> None:
    with pytest.raises(BadTableError) as refusal:
        refuse(f"error {number}" for number in range(25))
    assert str(refusal.value).splitlines()[-2:] == ["error 19", "… and 5 more."]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-inf"])
def test_number_is_finite(value: str) -> None:
    with pytest.raises(ValueError, match=value):
        decimal(value)
    assert decimal("-0.10") == Decimal("-0.1")
