"""The account that PostgreSQL runs under, which must not be root."""

import os
import pwd
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.run.places import CannotRunError
from config.run.processes import Identity

_NAMES: Final = ("postgres", "_postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs PostgreSQL; all empty for an ordinary user, who stays who they are.

    `prefix` is a command that becomes the account itself, and so has to be started as root.
    """

    user: int | None = None
    group: int | None = None
    prefix: Sequence[str] = ()

    @property
    def identity(self) -> Identity:
        """What the child becomes between fork and exec."""
        return Identity() if self.prefix else Identity(self.user, self.group)

    def own(self, path: Path) -> None:
        """Give the file, or the folder with everything in it, to the account."""
        if self.user is None or self.group is None or path.stat().st_uid == self.user:
            return
        for each in (path, *path.rglob("*")):
            os.chown(each, self.user, self.group, follow_symlinks=False)


def choose_account(*places: Path) -> Account:
    """Return the account to run PostgreSQL with the programs and data in `places`.

    Root becomes an account without rights. Where that account may not enter the folders above
    a place, it keeps one right of root's on Linux, to pass through them; elsewhere CannotRunError
    says what to do.
    """
    if os.geteuid() != 0:
        return Account()
    entry = _entry()
    if all(_is_open(place) for place in places):
        return Account(entry.pw_uid, entry.pw_gid)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        closed = next(place for place in places if not _is_open(place))
        raise CannotRunError(
            f"PostgreSQL does not run as root, and the account {entry.pw_name} may not enter "
            f"{closed}: run as an ordinary user, or move this folder to where all may go, as /opt."
        )
    return Account(entry.pw_uid, entry.pw_gid, prefix=_setpriv(setpriv, entry))


def _entry() -> pwd.struct_passwd:
    for name in _NAMES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotRunError(
        "PostgreSQL does not run as root: run as an ordinary user, "
        "or add an account named postgres."
    )


def _is_open(place: Path) -> bool:
    place = place.resolve()
    passable = all(parent.stat().st_mode & stat.S_IXOTH for parent in place.parents)
    return passable and bool(place.stat().st_mode & stat.S_IXOTH)


def _setpriv(setpriv: str, entry: pwd.struct_passwd) -> list[str]:
    # `no_setuid_fixup` lets access(2), with which PostgreSQL finds itself, see the kept right.
    return [
        setpriv,
        f"--reuid={entry.pw_uid}",
        f"--regid={entry.pw_gid}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        "--",
    ]
