"""Read the text of an article with a language model, for whoever has one.

The same records as `ingest.reader`, by any server that speaks OpenAI's chat completions. The route
is text → `prompt` → `conversation` (over `wire`) → `completion` → `checking` (by `quotes`) →
records. Knows no tables and no settings.
"""

from ingest.llm.conversation import Purse, Service
from ingest.llm.errors import LanguageModelError
from ingest.llm.model import LanguageModel
from ingest.llm.wire import Address

__all__ = ["Address", "LanguageModel", "LanguageModelError", "Purse", "Service"]
