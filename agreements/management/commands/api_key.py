"""Make, list and revoke the keys that programs show to the API."""

from argparse import ArgumentParser
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements import keys
from agreements.models import ApiKey, Scope


class Command(BaseCommand):
    """`api_key make NAME-OF-EDITOR`, `api_key list`, `api_key revoke HANDLE`."""

    help = "Make a key for the API, which is shown once; list the keys; revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the three things that can be done."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        make = deeds.add_parser("make", help="make a key and show it once")
        make.add_argument("owner", help="the editor in whose name it acts")
        make.add_argument("--name", required=True, help="what it is for")
        make.add_argument("--scope", action="append", choices=Scope.values, required=True)
        make.add_argument("--days", type=int, help="how long it lasts; without it, for good")
        deeds.add_parser("list", help="list all keys, the newest first")
        revoke = deeds.add_parser("revoke", help="end a key for good")
        revoke.add_argument("handle", help="the part after atlas_, or the key itself")

    def handle(self, *_args: object, deed: str, **options: object) -> None:
        """Do it and say what was done."""
        if deed == "make":
            self._make(options)
        elif deed == "list":
            self._list()
        else:
            self._revoke(str(options["handle"]))

    def _make(self, options: dict[str, object]) -> None:
        owner = User.objects.filter(username=options["owner"], is_active=True).first()
        if owner is None:
            raise CommandError(f"There is no editor named {options['owner']!r}.")
        days, scopes = options["days"], options["scope"]
        over = timezone.now() + timedelta(days=days) if isinstance(days, int) else None
        asked = scopes if isinstance(scopes, list) else []
        try:
            key, written = keys.make_key(
                owner, str(options["name"]), dict.fromkeys(asked), expires_at=over
            )
        except keys.KeyAskedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Key: {written}")
        self.stdout.write(f"It is not shown again; revoke it with api_key revoke {key.handle}")

    def _list(self) -> None:
        for key in ApiKey.objects.select_related("owner"):
            state = "good" if key.is_usable() else "revoked" if key.revoked_at else "over"
            used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
            self.stdout.write(
                f"{key.handle}  {state:7}  {key.owner.get_username()}  {','.join(key.scopes)}  "
                f"used {used}  {key.name}"
            )

    def _revoke(self, written: str) -> None:
        handle = written.removeprefix(keys.PREFIX).partition("_")[0]
        if not keys.revoke(handle):
            raise CommandError("There is no such key, or it was revoked before.")
        self.stdout.write(f"Revoked: {handle}")
