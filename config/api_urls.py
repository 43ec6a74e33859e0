"""Every address under /api/v1/. The apps bring viewsets; here they get their names."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from clients.api.exports import DataExportViewSet
from clients.api.imports import SetImportViewSet
from clients.api.restores import DataRestoreViewSet
from clients.api.viewsets.about import BodyMassViewSet, InvitationViewSet, NoteViewSet
from clients.api.viewsets.assignments import AssignmentViewSet, BatchViewSet, SwapViewSet
from clients.api.viewsets.items import ItemViewSet
from clients.api.viewsets.own import CoachViewSet, DeviceViewSet, MeViewSet
from clients.api.viewsets.people import ClientViewSet
from clients.api.viewsets.proposals import ProposalViewSet
from clients.api.viewsets.review import CardViewSet, DecisionViewSet
from clients.api.viewsets.sessions import SessionViewSet
from clients.api.viewsets.set_batches import SetBatchViewSet
from clients.api.viewsets.sets import SetViewSet
from clients.api.viewsets.shelf import ProgramViewSet, ProgressionViewSet
from clients.api.viewsets.talking import ClipNoteViewSet, ClipViewSet, CommentViewSet
from config.api.changes import ChangeViewSet
from config.api.docs import reference, schema
from config.api.guides import guide
from config.api.views import NoSuchAddress, RootView
from exercises.api.viewsets import ExerciseViewSet, VariationViewSet
from hooks.api.viewsets import WebhookDeliveryViewSet, WebhookViewSet


class Router(DefaultRouter):
    APIRootView = RootView
    include_format_suffixes = False


router = Router()
router.register("exercises", ExerciseViewSet, "exercise")
router.register("variations", VariationViewSet, "variation")
router.register("progressions", ProgressionViewSet, "progression")
router.register("programs", ProgramViewSet, "program")
router.register("clients", ClientViewSet, "client")
router.register("assignments", AssignmentViewSet, "assignment")
router.register("invitations", InvitationViewSet, "invitation")
router.register("notes", NoteViewSet, "note")
router.register("body-masses", BodyMassViewSet, "body-mass")
router.register("assignment-batches", BatchViewSet, "assignment-batch")
router.register("swaps", SwapViewSet, "swap")
router.register("sessions", SessionViewSet, "session")
router.register("session-items", ItemViewSet, "session-item")
router.register("sets", SetViewSet, "set")
router.register("proposals", ProposalViewSet, "proposal")
router.register("imports", SetImportViewSet, "import")
router.register("exports", DataExportViewSet, "export")
router.register("restores", DataRestoreViewSet, "restore")
router.register("changes", ChangeViewSet, "change")
router.register("webhooks", WebhookViewSet, "webhook")
router.register("webhook-deliveries", WebhookDeliveryViewSet, "webhook-delivery")
router.register("comments", CommentViewSet, "comment")
router.register("clips", ClipViewSet, "clip")
router.register("clip-notes", ClipNoteViewSet, "clip-note")
router.register("devices", DeviceViewSet, "device")
router.register("coaches", CoachViewSet, "coach")
router.register("review-cards", CardViewSet, "review-card")
router.register("decisions", DecisionViewSet, "decision")

urlpatterns = [
    path("schema/", schema, name="schema"),
    path("docs/", reference, name="docs"),
    path("docs/<slug:name>/", guide, name="guide"),
    path("sets/batch/", SetBatchViewSet.as_view({"post": "batch"}), name="set-batch"),
    path("me/", MeViewSet.as_view({"get": "mine", "patch": "change"}), name="me"),
    path("me/reminders/", MeViewSet.as_view({"get": "reminders", "patch": "change_reminders"}), name="me-reminders"),
    path("me/export/", MeViewSet.as_view({"get": "export"}), name="me-export"),
    path("me/deletion/", MeViewSet.as_view({"post": "delete_account"}), name="me-deletion"),
    *router.urls,
    re_path(r"", NoSuchAddress.as_view()),
]
