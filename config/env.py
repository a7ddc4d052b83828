"""Settings from the environment, each refused by name when it makes no sense."""

import ipaddress
import os
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

_FLAGS: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_MAIL_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadSettingError(Exception):
    """A setting whose value makes no sense; the message names it and says what would."""


def text(name: str, default: str | None = None) -> str:
    """Return the setting, or `default`; raises BadSettingError when there is neither."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadSettingError(f"{name} is not set, and it has no default.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no, written as true/false, yes/no, on/off or 1/0."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.lower() not in _FLAGS:
        raise BadSettingError(f"{name} is {value!r}: write true or false.")
    return _FLAGS[value.lower()]


def choice(name: str, known: tuple[str, ...]) -> str:
    """Return one of the known words; the first where it is not set."""
    value = os.environ.get(name, "").strip().lower() or known[0]
    if value not in known:
        raise BadSettingError(f"{name} is {value!r}: write {' or '.join(known)}.")
    return value


def integer(name: str, default: int, *, lowest: int, highest: int) -> int:
    """Return a whole number within the bounds, both included."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or not lowest <= int(value) <= highest:
        raise BadSettingError(
            f"{name} is {value!r}: write a whole number from {lowest} to {highest}."
        )
    return int(value)


def names(name: str, default: str) -> list[str]:
    """Return a list that is written with commas, at least one name; empty places are left out."""
    listed = [part.strip() for part in text(name, default).split(",") if part.strip()]
    if not listed:
        raise BadSettingError(f"{name} names nothing: write names with commas between them.")
    return listed


def folders(name: str) -> list[Path]:
    """Return folders, written in full with commas between them; none by default."""
    if not os.environ.get(name, "").strip():
        return []
    listed = [Path(each) for each in names(name, "")]
    for each in listed:
        if not each.is_absolute() or each == Path(each.anchor):
            raise BadSettingError(f"{name} has {each}: write a folder in full, and not the root.")
    return listed


def networks(name: str) -> list[Network]:
    """Return addresses and networks, such as 10.0.0.0/8, written with commas; none by default."""
    if not os.environ.get(name, "").strip():
        return []
    try:
        return [ipaddress.ip_network(each) for each in names(name, "")]
    except ValueError as error:
        raise BadSettingError(
            f"{name}: {error}: write addresses or networks such as 10.0.0.0/8."
        ) from error


def switches(name: str, known: tuple[str, ...]) -> dict[str, bool]:
    """Return which of the known things are on: all, where it is not set, and none for `none`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return dict.fromkeys(known, True)
    listed = [] if value.lower() == "none" else names(name, value)
    unknown = sorted(set(listed) - set(known))
    if unknown:
        raise BadSettingError(
            f"{name} has {', '.join(unknown)}: write some of {', '.join(known)}, or none."
        )
    return {each: each in listed for each in known}


def secret(name: str, path: Path) -> str:
    """Return the setting, or else the content of `path`; at least 50 characters."""
    value = os.environ.get(name, "").strip()
    if not value and path.is_file():
        value = path.read_text(encoding="utf-8").strip()
    if len(value) < 50:  # noqa: PLR2004  what `check --deploy` asks of a key
        raise BadSettingError(f"{name} needs at least 50 characters; it has {len(value)}.")
    return value


def address(name: str, schemes: tuple[str, ...], default: str | None = None) -> SplitResult:
    """Return an address in parts, its scheme being one of `schemes` and its host given."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise BadSettingError(f"{name} is no address: {error}.") from error
    if parts.scheme not in schemes:
        raise BadSettingError(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}.")
    if not parts.hostname or port == 0:
        raise BadSettingError(f"{name} names no host to connect to.")
    return parts


def service(name: str) -> str:
    """Return the http address of a service that need not be there; empty where it is not set."""
    if not os.environ.get(name, "").strip():
        return ""
    parts = address(name, ("http", "https"))
    if parts.username is not None or parts.password is not None:
        raise BadSettingError(f"{name} must not hold a name or password.")
    if parts.query or parts.fragment or not _is_plain(parts.geturl()):
        raise BadSettingError(f"{name} must end with its path, such as /v1, in plain letters.")
    return parts.geturl()


def token(name: str) -> str:
    """Return a secret that is sent in a header, or nothing; a bad one is not repeated."""
    value = os.environ.get(name, "").strip()
    if not _is_plain(value):
        raise BadSettingError(f"{name} holds a space or a character that no header can carry.")
    return value


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """Return PostgreSQL's connection for Django, from `postgresql://user:password@host:port/name`."""
    parts = address(name, ("postgresql", "postgres"))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise BadSettingError(f"{name} names no database: end it with /NAME.")
    return {
        "ENGINE": "config.database",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
    }


class MailServer(NamedTuple):
    """Through which server mail leaves; `backend` is Django's."""

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_starttls: bool = False
    is_tls: bool = False


def mail(name: str = "MAIL_URL") -> MailServer:
    """Return the server of `smtps://user:password@host:465`; none where it is not set.

    `smtp+starttls` begins in the clear and then insists on TLS; `smtp` stays so: for a relay on
    the same machine. `console:` writes mail to the log instead.
    """
    written = os.environ.get(name, "").strip()
    if not written:
        return MailServer()
    if written == "console:":
        return MailServer("django.core.mail.backends.console.EmailBackend")
    parts = address(name, tuple(_MAIL_PORTS))
    return MailServer(
        "django.core.mail.backends.smtp.EmailBackend",
        parts.hostname or "",
        parts.port or _MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        is_starttls=parts.scheme == "smtp+starttls",
        is_tls=parts.scheme == "smtps",
    )
