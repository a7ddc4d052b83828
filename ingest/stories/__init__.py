"""Tell whether two texts are one story: copies of one another, as papers print agencies' texts.

Pure: no table, no network, no clock. `Story.of` takes a text apart, `sketch` is what candidates are
looked up by, `compare` decides on two texts.
"""

from ingest.stories.likeness import Likeness, compare
from ingest.stories.sketches import LEAST_SHARED, SIZE, hash_of, sketch
from ingest.stories.story import Story

__all__ = ["LEAST_SHARED", "SIZE", "Likeness", "Story", "compare", "hash_of", "sketch"]
