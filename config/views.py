"""The front door, and the two answers for machines."""

from decimal import Decimal
from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import is_client, is_coach
from config.http import THEME_COOKIE, THEMES
from exercises.vocabulary import tempo_words
from exercises.words import figure_words, told


def _example() -> dict[str, Any]:
    """The drawing on the public page: part of the built-in progression, with figures made up for the drawing."""
    sessions = _of(_("2 sessions"))
    return {
        "label": _("Example: left on light touch, right on offset with the bar"),
        "rows": [
            {"name": told("Single leg"), "note": _("bodyweight"), "foot": "foot-single-leg", "state": "ahead"},
            {
                "name": told("Foot on knee"),
                "note": _("bodyweight, then dumbbell"),
                "foot": "foot-on-knee",
                "state": "next",
            },
            {
                "name": _("Light touch"),
                "note": _("barbell · 3 × 8–10"),
                "foot": "foot-touch-heel",
                "state": "now",
                "sides": ["left"],
                "gate": [
                    {"met": True, "strong": "2", "rest": sessions},
                    {"met": True, "lead": f"{_('symmetry')} ", "strong": "93 %", "rest": _of("90 %")},
                    {"waits": True, "strong": _("coach’s sign-off")},
                ],
            },
            {
                "name": told("Offset forward"),
                "note": _("barbell · 3 × 8–10"),
                "foot": "foot-offset-forward",
                "state": "now",
                "sides": ["right"],
                "gate": [
                    {"met": True, "strong": "2", "rest": sessions},
                    {"lead": f"{_('load')} ", "strong": figure_words(Decimal("32.5")), "rest": _of("35 kg")},
                ],
            },
            {"name": told("Hip thrust"), "note": _("both feet · barbell"), "foot": "foot-bilateral", "state": "done"},
        ],
    }


def _of(asked: str) -> str:
    return f" {_('of %(asked)s') % {'asked': asked}}"


def _placements() -> list[tuple[str, str]]:
    return [
        ("foot-bilateral", told("Both feet")),
        ("foot-offset-forward", told("Offset forward")),
        ("foot-offset-back", told("Offset back")),
        ("foot-touch-heel", told("Touch, heel")),
        ("foot-touch-toes", told("Touch, toes")),
        ("foot-touch-plate", told("Touch, plate")),
        ("foot-on-knee", told("Foot on knee")),
        ("foot-single-leg", told("Single leg")),
    ]


def _example_rx() -> dict[str, Any]:
    return {
        "sets": 3,
        "reps_low": 8,
        "reps_high": 12,
        "per_side": True,
        "load": Decimal(40),
        "unit": "kg",
        "rir": 2,
        "tempo_words": tempo_words("2011"),
        "rest_s": 90,
    }


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Each to their place; a stranger reads what Kickstand is."""
    if is_coach(request.user):
        return redirect("coach:review")
    if is_client(request.user):
        return redirect("me:today")
    return render(request, "home.html", {"ladder": _example(), "placements": _placements(), "rx": _example_rx()})


A_YEAR = 60 * 60 * 24 * 365


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or what the system says: kept in a cookie of this device, and back to the page it was chosen on."""
    chosen, back = request.POST.get("theme", ""), request.POST.get("next", "")
    # A path only: a bare word would be looked up as the name of a page.
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(back if safe else "home")
    if chosen in THEMES[1:]:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    elif chosen in THEMES:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers. 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database unavailable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
