"""One command of `manage.py`, with the servers it needs."""

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from types import FrameType
from typing import Final, Never

from django.core.management import execute_from_command_line
from django.db import OperationalError

from config.env import BadSettingError
from config.run.outside import reason
from config.run.places import CannotRunError, keep_secret_key, var_folder
from config.run.servers import missing_urls, running_servers

# Commands that neither read nor write the record; they run at once, without any server.
_WITHOUT_SERVERS: Final = frozenset(
    {
        "",
        "build_fonts",
        "build_world",
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "read",
        "spectacular",
        "startapp",
        "version",
    }
)
# Nothing listens at port 1, so a command that connects all the same fails at once.
_NOWHERE: Final = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def main() -> Never:
    """Run the command line and leave with its exit code; 2 and one sentence for a bad setting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        with _environment(sys.argv):
            execute_from_command_line(sys.argv)
    except (BadSettingError, CannotRunError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.stderr.write(f"The database did not serve this command: {reason(error)}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    sys.exit(0)


def needs_servers(arguments: list[str]) -> bool:
    """Say whether a command line, the program's name first, works with the record."""
    command = next((word for word in arguments[1:] if not word.startswith("-")), "")
    return command not in _WITHOUT_SERVERS and not {"-h", "--help", "--version"} & set(
        arguments[1:]
    )


@contextlib.contextmanager
def _environment(arguments: list[str]) -> Iterator[None]:
    names = missing_urls()
    if not names:
        yield
    elif not needs_servers(arguments):
        keep_secret_key()
        os.environ.update({name: _NOWHERE[name] for name in names})
        # makemigrations would compare with the database's history, and warns that it cannot.
        warnings.filterwarnings(
            "ignore", message="Got an error checking a consistent migration history"
        )
        yield
    else:
        keep_secret_key()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        with running_servers(var_folder(), names, " ".join(["manage.py", *arguments[1:2]])) as urls:
            os.environ.update(urls)
            yield


def _leave(number: int, _: FrameType | None) -> Never:
    raise SystemExit(128 + number)
