"""What a client wants to be reminded of, kept."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clients.models import Client, ReminderSetting
from clients.quiet import is_quiet
from clients.reminding import setting_of


@transaction.atomic
def update_reminders(
    client: Client,
    user: User,
    *,
    session_at: dt.time,
    quiet_from: dt.time,
    quiet_until: dt.time,
    reply_mail: bool,
    **ways: bool,
) -> ReminderSetting:
    """`ways`: whichever of session_push, session_mail, reply_push, decision_push and decision_mail are chosen anew.

    `reply_mail` is the digest of messages, which has one switch for the whole account. Raises ValidationError, keyed by
    `session_at` where that is pushed in quiet hours.
    """
    Client.objects.select_for_update().get(pk=client.pk)  # two pages sent at once are one row
    setting = ReminderSetting.objects.filter(practice_id=client.practice_id, client=client).first() or setting_of(
        client
    )
    for name, wanted in ways.items():
        setattr(setting, name, wanted)
    setting.session_at, setting.quiet_from, setting.quiet_until = session_at, quiet_from, quiet_until
    if setting.session_push and is_quiet(session_at, first=quiet_from, last=quiet_until):
        raise ValidationError({"session_at": _("This is in your quiet hours. Choose a time outside of them.")})
    setting.full_clean(exclude=["practice", "client"], validate_unique=False)
    setting.save()
    if user.mail_digest != reply_mail:
        user.mail_digest = reply_mail
        user.save(update_fields=["mail_digest"])
    return setting
