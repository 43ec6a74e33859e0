"""Find anything: the dialog's options to htmx, a plain search page to everyone else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from clients.palette import find
from config.http import render_page


@require_safe
@coach_required
def palette(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    return render_page(
        request, "coach/clients/palette.html", {"q": q, "found": find(request.user, q)}, partial="options"
    )
