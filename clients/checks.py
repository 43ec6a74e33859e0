"""What `manage.py check` looks at before a release goes out."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from clients.push_service import key_problem


@register()
def push_keys_are_a_pair(**facts: Any) -> list[Error]:
    """With keys that do not belong together every push is refused, and nobody sees why."""
    problem = key_problem(settings.VAPID_PRIVATE_KEY, settings.VAPID_PUBLIC_KEY, settings.VAPID_CONTACT)
    return [Error(problem, id="clients.E001")] if problem else []
