"""Values are taken for what they are, or refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ingest.llm import values
from ingest.llm.values import BadValueError, Code, Day


@pytest.mark.parametrize("day", ["2024-06-13", "2024-06", "2024", "XXXX-06-13", "1386-05-09"])
def test_dates_are_edtf(day: str) -> None:
    assert Day(latest=date(2026, 1, 1))(day) == day


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("2024-02-30", "no_date"),
        ("13 June 2024", "no_date"),
        ("2024/06", "no_date"),
        ("", "no_date"),
        ("9999-01-01", "absurd"),
        ("0001", "absurd"),
        (Decimal(2024), "malformed"),
        (["2024"], "malformed"),
        ("2026-01-03", "still_to_come"),
        ("\u0662\u0660\u0662\u0664", "no_date"),
    ],
)
def test_what_is_no_date_is_refused(told: object, why: str) -> None:
    with pytest.raises(BadValueError, match=f"^{why}$"):
        Day(latest=date(2026, 1, 1))(told)


def test_a_signing_may_be_a_day_ahead_of_the_stamp() -> None:
    assert Day(latest=date(2026, 1, 1))("2026-01-02") == "2026-01-02"


@pytest.mark.parametrize(
    ("take", "told"),
    [
        *((values.years, told) for told in (Decimal(0), Decimal(1000), Decimal("2.5"), True, "10")),
        *((values.years, Decimal(told)) for told in ("1E+999999", "1E-999999", "NaN", "-3")),
        *((values.money, Decimal(told)) for told in ("1E+999999", "1E-999999", "0", "-5", "1.005")),
        *((values.money, told) for told in ("50", None, True, Decimal("Infinity"))),
        *((values.truth, told) for told in ("true", Decimal(1), None)),
        *((values.currency, told) for told in ("euros", "eur", "", None, "EUR ", "\uff25UR")),
        *((Code({"a": ""}), told) for told in ("b", None, ["a"], {"a": 1}, Decimal(1))),
    ],
)
def test_what_cannot_be_is_refused(take: Callable[[object], object], told: object) -> None:
    with pytest.raises(BadValueError):
        take(told)


def test_sums_are_written_plainly() -> None:
    assert str(values.money(Decimal("6E+10"))) == "60000000000"
    assert str(values.money(Decimal("12.5"))) == "12.50"
    assert values.years(Decimal(10)) == 10
