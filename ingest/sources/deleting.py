"""Sources that never brought an article, deleted; the others are where articles come from."""

import logging

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest.models import Source

_log = logging.getLogger(__name__)


class NotDeletedError(Exception):
    """A source has to stay; its text is a sentence that says why, and what can be done."""


def why_it_stays(source: Source) -> str:
    """Return why a source can't be deleted, empty where it can; two queries at most."""
    if brought := source.articles.count():
        told = ngettext(
            "It has brought %d article, which tells where it came from.",
            "It has brought %d articles, which tell where they came from.",
            brought,
        )
        return told % (brought,)
    if Source.objects.filter(pk=source.pk, lease_until__gt=Now()).exists():
        return _("It is being polled just now. Try it again in a few minutes.")
    return ""


@transaction.atomic
def delete(source: Source, *, editor: User) -> None:
    """Delete a source with its polls and with the entries that were left out.

    Raises:
        NotDeletedError: it has brought articles, or is being polled.
    """
    # What a poll brings at this very moment is waited for, and seen.
    Source.objects.select_for_update().filter(pk=source.pk).first()
    if why := why_it_stays(source):
        raise NotDeletedError(why)
    number = source.pk
    source.delete()
    # Nothing in the tables tells of it any more.
    _log.warning("source %d (%s) was deleted by %s", number, source.name, editor.get_username())
