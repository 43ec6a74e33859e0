"""The log of an endpoint as it is read: the newest deliveries with each of their tries."""

from typing import Any

from django.core.paginator import Page, Paginator

from hooks.models import Delivery, Endpoint

A_PAGE = 25


def log_of(user: Any, endpoint: Endpoint, *, page: str = "") -> Page[Delivery]:
    """The newest first. Three queries, however many."""
    rows = Delivery.objects.for_user(user).filter(endpoint=endpoint).prefetch_related("attempts")
    return Paginator(rows.order_by("-made_at", "-pk"), A_PAGE).get_page(page or 1)
