"""What runs inside the box: a process that can open nothing any more, with a file before it.

Bytes of a file in, one JSON object out: `text` and `title`, or `code`.
"""

import codecs
import contextlib
import encodings.aliases
import importlib
import io
import json
import logging
import os
import pkgutil
import resource
import sys
from collections.abc import Callable
from typing import IO, Final, cast

from ingest.papers.errors import MOST_CHARACTERS, BadPaper, Kind

MEMORY_BYTES: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 20
Reader = Callable[[IO[bytes]], tuple[str, str]]


def main(kind: str) -> None:
    """Read the file at standard input and say at standard output what it holds."""
    logging.disable()
    file = io.BytesIO(sys.stdin.buffer.read())
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    read = _reader(Kind(kind))
    lock_in()
    with answer:
        json.dump(_read(read, file), answer)


def _reader(kind: Kind) -> Reader:
    """Return what reads such files, with all at hand that it imports late: then it can't."""
    if kind == Kind.WORD:
        codecs.lookup("cp437")
        return cast("Reader", importlib.import_module("ingest.papers.word").read_word)
    pypdf = importlib.import_module("pypdf")
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with contextlib.suppress(ImportError):  # parts that need packages we don't have
            importlib.import_module(module.name)
    for name in set(encodings.aliases.aliases.values()):
        with contextlib.suppress(LookupError):  # of other systems
            codecs.lookup(name)
    return cast("Reader", importlib.import_module("ingest.papers.pdf").read_pdf)


def lock_in() -> None:
    """Let this process open no file and no connection, start nothing, and take no more than it may.

    It keeps what it has open; no descriptor can be had beyond.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _read(read: Reader, file: IO[bytes]) -> dict[str, str]:
    try:
        text, title = read(file)
    except BadPaper as error:
        return {"code": error.code}
    except (MemoryError, RecursionError):
        return {"code": "too_complex"}
    if len(text) > MOST_CHARACTERS:
        return {"code": "too_complex"}
    return {"text": text.encode("utf-8", "replace").decode(), "title": title[:1_000]}
