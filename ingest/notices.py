"""Mail to the owner of a webhook that was switched off."""

import logging
from smtplib import SMTPException
from typing import Final

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext

from ingest.models import Subscription

_log: Final = logging.getLogger(__name__)


def mail_switched_off(subscription: Subscription) -> bool:
    """Tell the owner, if their account has an address; False where no mail left.

    Mail that fails is noted in the log and not tried again: the webhook's page says the same.
    """
    to = subscription.owner.email
    if not to:
        return False
    told = gettext(
        "Nothing is sent to %(url)s any more.\n\n%(reason)s.\n\nWhat changes meanwhile waits. "
        "Put the receiver right, send it a test and switch the webhook on again: sign in and open "
        "%(page)s.\n"
    )
    about = {
        "url": subscription.url,
        "reason": subscription.get_off_reason_display(),
        "page": reverse("webhook", args=[subscription.pk]),
    }
    subject = gettext("Webhook %(number)s is switched off") % {"number": subscription.pk}
    try:
        return bool(send_mail(subject, told % about, None, [to]))
    except (SMTPException, OSError) as error:
        _log.warning("no mail about webhook %s: %s", subscription.pk, type(error).__name__)
        return False
