"""Whole numbers as addresses, forms and headers bring them."""


def whole_number(written: str | None, *, digits: int = 18) -> int | None:
    """Return the number that stands there in ASCII digits, so many at most; None where none does.

    The bound keeps it within what a column of the database, and Python itself, takes.
    """
    if not written or len(written) > digits or not (written.isascii() and written.isdecimal()):
        return None
    return int(written)
