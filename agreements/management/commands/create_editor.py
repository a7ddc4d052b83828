"""Let one more person edit."""

import secrets
from argparse import ArgumentParser
from typing import Final

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

EDITORS: Final = "editors"
# No letter that looks like another, or like a figure: it is read here and typed there.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Make an editor with a random password, or give one a new password; says it once."""

    help = "Make an editor with a random one-time password, which is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the name and the two variations."""
        parser.add_argument("name", help="the name to log in with")
        parser.add_argument("--reset", action="store_true", help="give an editor a new password")
        parser.add_argument("--mail", default="", help="where notices to this editor go")
        parser.add_argument(
            "--only-first", action="store_true", help="do nothing, silently, when there is any user"
        )

    def handle(self, *_args: object, name: str, mail: str, **options: object) -> None:
        """Do it in one transaction and print the name and the password."""
        with transaction.atomic():
            if options["only_first"] and User.objects.exists():
                return
            make = reset_password if options["reset"] else create_editor
            password = make(name, mail)
        self.stdout.write(f"Editor: {name}")
        self.stdout.write(f"One-time password: {password}")


def create_editor(name: str, mail: str = "") -> str:
    """Make a user in the group of editors and return the password.

    Raises CommandError when the name is taken or no name, or the address none.
    """
    user = User(username=name, email=mail)
    password = _set_random_password(user)
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(_refusal(name, error)) from error
    user.save()
    user.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    return password


def reset_password(name: str, mail: str = "") -> str:
    """Give the editor a new password, and an address if there is one; returns the password.

    Raises CommandError when there is no such editor, or the address is none.
    """
    user = User.objects.filter(username=name, groups__name=EDITORS).first()
    if user is None:
        raise CommandError(f"There is no editor named {name!r}.")
    password = _set_random_password(user)
    user.email = mail or user.email
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    user.save(update_fields=["password", "email"])
    return password


def _set_random_password(user: User) -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    password = "-".join(groups)
    user.set_password(password)
    return password


def _refusal(name: str, error: ValidationError) -> str:
    if "email" in error.message_dict:
        return " ".join(error.message_dict["email"])
    if User.objects.filter(username=name).exists():
        return f"There is a user named {name!r} already: choose another name, or add --reset."
    return f"{name!r} cannot be a name: {' '.join(error.messages)}"
