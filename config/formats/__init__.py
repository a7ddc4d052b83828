"""How dates and numbers are written, by language; a language without a folder here has Django's."""
