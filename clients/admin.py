"""For support staff: clients and their training, read for the most part. What was logged is not changed here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clients.models import Assignment, Client, Comment, Invitation, Proposal, Session, SetLog


class ReadOnly(admin.ModelAdmin):
    """Facts: they are looked at, not edited."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin):
    list_display = ("name", "practice", "coach", "email", "status")
    list_filter = ("status",)
    list_select_related = ("practice", "coach")
    search_fields = ("name", "email")
    autocomplete_fields = ("practice", "coach", "user")
    readonly_fields = ("body_mass_kg",)  # written with its day by clients.body_mass


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    list_display = ("client", "progression", "start_date", "policy", "status")
    list_filter = ("status", "policy")
    list_select_related = ("client", "progression")
    search_fields = ("client__name",)


@admin.register(Session)
class SessionAdmin(ReadOnly):
    list_display = ("client", "due_on", "performed_on", "status", "reviewed_at")
    list_filter = ("status",)
    list_select_related = ("client",)
    search_fields = ("client__name",)
    date_hierarchy = "due_on"


@admin.register(SetLog)
class SetLogAdmin(ReadOnly):
    list_display = ("client", "session", "side", "set_number", "kind", "reps", "load", "unit", "rir", "pain")
    list_filter = ("kind", "side")
    list_select_related = ("client", "session__client")
    search_fields = ("client__name", "uuid")


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ("assignment", "status", "needs_coach", "created_at", "decided_by")
    list_filter = ("status", "needs_coach")
    list_select_related = ("assignment__client", "assignment__progression", "decided_by")
    search_fields = ("assignment__client__name",)


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    list_display = ("client", "author", "created_at", "text")
    list_select_related = ("client", "author")
    search_fields = ("client__name", "text")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """The secret is not here: only its hash is kept."""

    list_display = ("client", "email", "created_at", "expires_at", "accepted_at")
    list_select_related = ("client",)
    search_fields = ("client__name", "email")
    exclude = ("token_hash",)
