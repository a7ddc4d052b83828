"""Made-up agreements and drafts in any number, to measure with: synthetic, and saying so."""

from typing import Final

VERSION: Final = 1
"""Counts changes of what is made up, so that what was seeded before them is not taken for it."""
