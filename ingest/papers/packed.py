"""ZIP files, looked at before anything in them is unpacked."""

import stat
import zipfile
from typing import IO, Final

from ingest.papers.errors import BadPaper

MOST_MEMBERS: Final = 2_000
MOST_BYTES: Final = 60_000_000
# The list of members of an honest file is far smaller; the library reads all of a longer one.
_LONGEST_LIST: Final = 500_000
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_LONGEST_COMMENT: Final = 65_535


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """Return a ZIP file that says nothing suspicious of itself.

    Raises:
        BadPaper: `bomb`, `unsafe_path` or `broken`.
    """
    _check_list(file)
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadPaper("broken") from error
    members = packed.infolist()
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
        raise BadPaper("bomb")
    if any(_leads_out(each) for each in members):
        raise BadPaper("unsafe_path")
    return packed


def _check_list(file: IO[bytes]) -> None:
    """Refuse a list of members that is too long to be read, or that nobody can find."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_BYTES:
        raise BadPaper("broken")
    if int.from_bytes(tail[place + 12 : place + 16], "little") > _LONGEST_LIST:
        raise BadPaper("bomb")


def _leads_out(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or name[1:2] == ":"
        or "\0" in name
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def part(packed: zipfile.ZipFile, name: str, most_bytes: int) -> bytes | None:
    """Return one member, counted while it is unpacked; None where there is none.

    Raises:
        BadPaper: `bomb`, or `broken`.
    """
    try:
        with packed.open(name) as member:
            found = member.read(most_bytes + 1)
    except KeyError:
        return None
    except Exception as error:  # each way of packing has errors of its own
        raise BadPaper("broken") from error
    if len(found) > most_bytes:
        raise BadPaper("bomb")
    return found
