"""Tables as researchers of alliances and treaties merge them: by agreement, dyad and year."""

from agreements.exports.research.published import (
    FORMS,
    RULES,
    TABLES,
    Asked,
    Research,
    codebook,
    codebook_csv,
    codebook_text,
)

__all__ = [
    "FORMS",
    "RULES",
    "TABLES",
    "Asked",
    "Research",
    "codebook",
    "codebook_csv",
    "codebook_text",
]
