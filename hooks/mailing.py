"""The mail that says an endpoint is told nothing any more."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import language_of
from accounts.models import Membership, Role
from hooks.models import Endpoint


@transaction.atomic
def mail_switched_off(practice_id: UUID, endpoint_id: UUID) -> None:
    """To each owner of the practice, once. Raises OSError when the mail server does not take it."""
    rows = Endpoint.objects.filter(practice_id=practice_id, pk=endpoint_id, is_on=False, off_mailed_at=None)
    endpoint = rows.exclude(off_because=Endpoint.Off.BY_HAND).select_for_update().first()
    if endpoint is None:
        return  # on again, deleted, or told
    owners = Membership.objects.filter(practice_id=practice_id, role=Role.OWNER, user__is_active=True)
    for owner in owners.select_related("user"):
        with translation.override(language_of(owner)):
            _mail(endpoint, owner)
    endpoint.off_mailed_at = timezone.now()
    endpoint.save(update_fields=["off_mailed_at"])


def _mail(endpoint: Endpoint, owner: Membership) -> None:
    link = settings.SITE_URL + reverse("coach:webhook", args=[endpoint.pk])
    text = render_to_string("mail/webhook_off.txt", {"endpoint": endpoint, "name": owner.user.name, "link": link})
    subject = _("%(name)s is told nothing any more") % {"name": endpoint.name}
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [owner.user.email]).send()
