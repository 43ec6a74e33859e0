"""Every address of Kickstand. Each app offers its own lists; here they get their prefix and namespace."""

from importlib import import_module
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.urls import coach_patterns as account_settings
from config import views


def _stub(*args: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse("stub")


def _arriving(module: str, name: str, *stubs: str) -> list[Any]:
    try:
        found = list(getattr(import_module(module), name))
    except (ModuleNotFoundError, AttributeError):
        found = []
    there = {getattr(pattern, "name", None) for pattern in found}
    return [*found, *(path(f"{stub}/", _stub, name=stub) for stub in stubs if stub not in there)]


_programs = _arriving("programs.urls", "coach_patterns", "progressions", "programs")
_clients = _arriving("clients.urls", "coach_patterns", "review", "clients", "assign")
_clients += [] if any(p.name == "client" for p in _clients) else [path("clients/<uuid:pk>/", _stub, name="client")]
_me = _arriving("clients.urls", "client_patterns", "today", "history", "settings")
_public = _arriving("clients.urls", "public_patterns")
_library = _arriving("exercises.urls", "library_patterns", "list")
_api = _arriving("config.api_urls", "urlpatterns")

coach = [path("", RedirectView.as_view(pattern_name="coach:review")), *_clients, *_programs, *account_settings]
me = [path("", RedirectView.as_view(pattern_name="me:today")), *_me]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("coach/", include((coach, "coach"))),
    path("me/", include((me, "me"))),
    path("library/", include((_library, "library"))),
    path("invite/", include((_public, "invite"))),
    path("api/v1/", include((_api, "api"))),
    path("admin/", admin.site.urls),
]
