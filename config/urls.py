"""Every address of Kickstand. Each app offers its own lists; here they get their prefix and namespace."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from accounts.access import kept_on_phone
from accounts.urls import client_patterns as client_settings
from accounts.urls import coach_patterns as own_settings
from clients.urls import client_patterns, mail_patterns, public_patterns
from clients.urls import coach_patterns as client_pages
from config import phone, views
from exercises.urls import coach_patterns as exercise_pages
from exercises.urls import library_patterns
from hooks.urls import coach_patterns as webhook_pages
from programs.urls import coach_patterns as program_pages

coach = [
    path("", RedirectView.as_view(pattern_name="coach:review"), name="home"),
    *client_pages,
    *exercise_pages,
    *program_pages,
    *own_settings,
    *webhook_pages,
]
me = [
    path("", RedirectView.as_view(pattern_name="me:today"), name="home"),
    *client_patterns,
    *client_settings,
]

vars(admin.site)["login"] = secure_admin_login(admin.site.login)  # staff sign in where the limits count

handler400 = "config.api.problems.bad_request"  # a call that comes to no view, for the name it gives our machine

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("sw.js", phone.worker, name="worker"),
    path("offline/", kept_on_phone(phone.offline), name="offline"),
    path("theme/", views.theme, name="theme"),
    path("language/", set_language, name="language"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("accounts.oauth_urls")),
    path("coach/", include((coach, "coach"))),
    path("me/", include((me, "me"))),
    path("library/", include((library_patterns, "library"))),
    path("invite/", include((public_patterns, "invite"))),
    path("mail/", include(mail_patterns)),
    path("api/v1/", include(("config.api_urls", "api"))),
    path("admin/", admin.site.urls),
]
