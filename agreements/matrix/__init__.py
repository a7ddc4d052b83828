"""Who commits to what, and how firmly: partners or agreements by commitment types.

Which rows and columns there are, and in which order, the tally counts in memory over everything;
what a cell says is read from the cards of the few rows that are shown.
"""

from agreements.matrix.cells import Cell, Level, Row, Told, read
from agreements.matrix.order import Line, Matrix, firmest, levels, matrix_of

__all__ = [
    "Cell",
    "Level",
    "Line",
    "Matrix",
    "Row",
    "Told",
    "firmest",
    "levels",
    "matrix_of",
    "read",
]
