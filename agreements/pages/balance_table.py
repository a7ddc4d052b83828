"""What is owed, as a table: a row a commitment, a column for each way that occurs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.partners import Balance


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and what its column is called for a narrow screen."""

    head: str
    count: int


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One commitment; `share` is its number for the bar, `url` its agreements."""

    name: str
    url: str
    count: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """The heads of the columns and the rows; `says_nothing` where no source says who owes it."""

    heads: list[str]
    rows: list[BalanceRow]
    most: int
    says_nothing: bool


def tabulate(
    balances: Sequence[Balance],
    *,
    names: Mapping[str, str],
    received: str,
    given: str,
    address: str,
) -> BalanceTable | None:
    """Return the table, or None where nothing is owed; columns without a number are left out.

    `address` leads to the agreements and ends where the commitment's code goes.
    """
    if not balances:
        return None
    ways = {
        "received": received,
        "given": given,
        "mutual": "Both to each other",
        "not_stated": "Source does not say who",
        "excluded": "Expressly excluded",
    }
    shown = {way: head for way, head in ways.items() if any(getattr(b, way) for b in balances)}
    rows = [
        BalanceRow(
            name=names.get(balance.type, balance.type),
            url=address + balance.type,
            count=balance.count,
            cells=[Cell(head, getattr(balance, way)) for way, head in shown.items()],
        )
        for balance in balances
    ]
    most = max(row.count for row in rows)
    return BalanceTable(list(shown.values()), rows, most, set(shown) <= {"not_stated", "excluded"})
