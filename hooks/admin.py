"""Support staff see why nothing arrives. Secrets are not shown, and nothing is made or changed here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from hooks.models import Delivery, Endpoint


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Endpoint)
class EndpointAdmin(ReadOnly):
    list_display = ("name", "practice", "url", "is_on", "off_because", "failing_since")
    list_filter = ("is_on", "off_because")
    list_select_related = ("practice",)
    exclude = ("secret", "old_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("message_id", "type", "endpoint", "state", "tries", "due_at")
    list_filter = ("state", "type")
    list_select_related = ("endpoint",)
