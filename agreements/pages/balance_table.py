"""What is owed, as a table: a row a commitment, a column for each way that occurs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agreements.partners import Balance


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One commitment: in how many agreements, and their address; `ways` has the other numbers."""

    name: str
    url: str
    count: int
    ways: list[int]


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """The heads of the columns and the rows; `says_nothing` where no source says who owes it."""

    heads: list[str]
    rows: list[BalanceRow]
    says_nothing: bool

    @property
    def body(self) -> SafeString:
        """Return the rows as HTML; written here, for there may be thirty with seven cells each."""
        most = max(row.count for row in self.rows) or 1
        heads = [escape(head) for head in self.heads]
        lines = (_line(row, heads, most) for row in self.rows)
        return mark_safe("".join(lines))  # noqa: S308  all from outside is escaped in _line


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
        "mutual": _("Both to each other"),
        "not_stated": _("Source does not say who"),
        "excluded": _("Expressly excluded"),
    }
    shown = {way: head for way, head in ways.items() if any(getattr(b, way) for b in balances)}
    says_nothing = set(shown) <= {"not_stated", "excluded"}
    if says_nothing:
        shown.pop("not_stated", None)
    rows = [
        BalanceRow(
            name=names.get(balance.type, balance.type),
            url=address + balance.type,
            count=balance.count,
            ways=[getattr(balance, way) for way in shown],
        )
        for balance in balances
    ]
    return BalanceTable(list(shown.values()), rows, says_nothing)


def _line(row: BalanceRow, heads: Sequence[str], most: int) -> str:
    cells = "".join(
        f'<td class="table__number{"" if count else " balances__none"}" data-label="{head}">'
        f"{count}</td>"
        for head, count in zip(heads, row.ways, strict=True)
    )
    return (
        f'<tr class="balances__row"><th scope="row"><a href="{escape(row.url)}">'
        f"{escape(row.name)}</a></th>"
        f'<td class="table__number" data-label="{_("Agreements")}">{row.count}</td>'
        f'<td class="balances__bar">{_bar(row.count, most)}</td>{cells}</tr>'
    )


def _bar(part: int, whole: int) -> str:
    return (
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="bar__level" width="{100 * part / whole:.1f}" height="4"/></svg>'
    )
