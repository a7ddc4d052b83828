"""Where the product keeps what it writes."""

import importlib.util
import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

from config import env

ROOT: Final = Path(__file__).resolve().parents[2]
# In the data folder: the first editor's name and password, from when it is made until it is shown.
FIRST_EDITOR: Final = "first_editor"


class CannotRunError(Exception):
    """Something keeps the product from running; the message is one sentence for the user."""


def var_folder() -> Path:
    """Return the folder of all data, absolute, made when it is missing."""
    folder = Path(env.text("VAR_DIR", str(ROOT / "var"))).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder


def in_wheel(package: str, pattern: str) -> Path:
    """Return the one file of an installed package that fits the pattern; imports nothing of it."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder).glob(pattern):
            return path.absolute()
    raise CannotRunError(
        f"The package {package} has no {pattern} for this kind of machine: "
        "set DATABASE_URL and REDIS_URL to servers of your own."
    )


def cannot_write(place: Path, error: OSError) -> CannotRunError:
    """Return the refusal for a place that cannot be written."""
    return CannotRunError(f"Cannot write to {error.filename or place}: {error.strerror or error}.")


def write_private(path: Path, content: str) -> None:
    """Put the content in place at once or not at all, readable by its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # of mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def kept_secret(path: Path, length_bytes: int = 24) -> str:
    """Return the secret in the file, making one at the first call."""
    if not path.is_file():
        write_private(path, secrets.token_urlsafe(length_bytes) + "\n")
    return path.read_text(encoding="utf-8").strip()


def keep_secret_key() -> None:
    """Make var/secret_key for Django when neither it nor SECRET_KEY is there."""
    if not os.environ.get("SECRET_KEY", "").strip():
        kept_secret(var_folder() / "secret_key", 64)
