"""Clients from a CSV: paste or upload, look at every row, then import."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.importing import MOST_ROWS, Sheet, Unreadable, import_clients, read_sheet, rows_to_mend, text_of
from exercises.words import whole_words


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def clients_import(request: HttpRequest) -> HttpResponse:
    """`step`: look (the preview), import, or mend (the rows that are not right, as a file). Nothing else writes."""
    user: Any = request.user
    if request.method != "POST":
        return _page(request)
    try:
        sheet = read_sheet(_text(request), by=user)
    except Unreadable as error:
        return _page(request, problem=str(error), status=422)
    step = request.POST.get("step")
    if step == "mend":
        return _file(sheet)
    if step != "import":
        return _page(request, sheet=sheet)
    try:
        made = import_clients(sheet, by=user, whole=bool(request.POST.get("whole")))
    except ValidationError as error:
        return _page(request, sheet=sheet, problem=" ".join(error.messages), status=422)
    said = ngettext("%(count)s client is on your list.", "%(count)s clients are on your list.", len(made))
    messages.success(request, said % {"count": whole_words(len(made))})
    if not sheet.bad:
        return redirect("coach:clients")
    return _page(request, sheet=read_sheet(rows_to_mend(sheet), by=user), imported=len(made))


def _text(request: HttpRequest) -> str:
    """The uploaded file, else what was pasted."""
    upload: Any = request.FILES.get("file")
    return text_of(upload.read()) if upload else request.POST.get("text", "")


def _file(sheet: Sheet) -> HttpResponse:
    response = HttpResponse(rows_to_mend(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clients-to-mend.csv"'
    return response


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    context = {"typed": request.POST.get("text", "")[:1_000_000], "most_rows": MOST_ROWS, **facts}
    return render(request, "coach/clients/import.html", context, status=status)
