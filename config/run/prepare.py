"""What the data need before the product may open: schema, files, reference data, a first editor."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from config.env import BadSettingError
from config.run.places import FIRST_EDITOR, CannotRunError, cannot_write, var_folder, write_private
from config.run.progress import step


def main() -> int:
    """Do every step; 1, and a sentence on stderr, when one cannot be done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        prepare()
    except (BadSettingError, CannotRunError, CommandError, DatabaseError) as refusal:
        sys.stderr.write(f"{str(refusal).strip()}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{cannot_write(var_folder(), error)}\n")
        return 1
    return 0


def prepare() -> None:
    """Bring everything up to date, in one process since each costs a start of Django."""
    # Settings name the folder for static files only when it is there.
    (var_folder() / "built").mkdir(exist_ok=True)
    django.setup()
    with connection.cursor() as cursor:
        # No page waits for this, and an index on a large record takes longer than a page may.
        cursor.execute("SET statement_timeout = 0")
    with step("Database schema"):
        _call("migrate", "--no-input")
    with step("Fonts"):
        _call("build_fonts")
    with step("Static files"):
        _collect_static_files()
    with step("Reference data"):
        _call("load_reference")
        _call("load_sources", "--first")
    with step("Queue"):
        _call("sort_drafts")
    editor = io.StringIO()
    with step("First editor"):
        call_command("create_editor", "editor", only_first=True, stdout=editor)
        if editor.getvalue():
            write_private(var_folder() / FIRST_EDITOR, editor.getvalue())


def _call(*command: str) -> None:
    call_command(*command, verbosity=0, stdout=io.StringIO())


def _collect_static_files() -> None:
    """Collect them unless the last collection was of the very same files: packing takes seconds."""
    stamp = var_folder() / "static.collected"
    digest = _digest_of_static_files()
    is_there = stamp.is_file() and (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    if is_there and stamp.read_text(encoding="ascii") == digest:
        return
    stamp.unlink(missing_ok=True)
    _call("collectstatic", "--no-input")
    stamp.write_text(digest, encoding="ascii")


def _digest_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            digest.update(f"{name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
