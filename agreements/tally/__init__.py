"""The tally: what can be counted of every card, kept in memory at the record's version.

Counts over 100,000 cards take the database a quarter of a second each, and a page shows hundreds.
Here a value (a party, a form, a status on a day) is a set of rows, and a count a few microseconds.
Every process that answers pages has a tally of its own, made from the cards at the first question
and brought up to date by the cards that came since. It decides nothing: it can be thrown away at
any time, and what it counts is what `agreements.filters` finds in the database.
"""

from agreements.tally.keeping import current
from agreements.tally.selection import Selection, ever, select
from agreements.tally.table import Tally

__all__ = ["Selection", "Tally", "current", "ever", "select"]
