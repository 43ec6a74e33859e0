"""Data as a file: of the practice for its owner, of one client for any coach; and back."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import coach_required, owner_required
from clients.forms.takeout import RestoreForm
from clients.models import Client, DataExport, DataRestore
from clients.takeout.ordering import may_fetch, order_export, order_restore
from clients.takeout.report import lines_of, problem_of
from config.http import render_page
from config.uploads import was_too_large

SHOWN = 10


@require_safe
@owner_required
def data(request: HttpRequest) -> HttpResponse:
    """Everything of the practice as a file, and an export that comes back."""
    return _data_page(request, RestoreForm())


@require_POST
@owner_required
def data_exports(request: HttpRequest) -> HttpResponse:
    _order(request, None)
    return redirect("coach:data")


@require_POST
@owner_required
def data_restores(request: HttpRequest) -> HttpResponse:
    """Have an export put back. 422 with what is wrong with the file; it has to be chosen again."""
    form = RestoreForm(request.POST, request.FILES, too_large=was_too_large(request))
    if form.is_valid():
        try:
            order_restore(form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            return redirect("coach:data")
    return _data_page(request, form)


def _data_page(request: HttpRequest, form: RestoreForm) -> HttpResponse:
    user: Any = request.user
    exports = list(DataExport.objects.for_coach(user).filter(client=None)[:SHOWN])
    restores = list(DataRestore.objects.for_coach(user).select_related("made_by")[:SHOWN])
    context = {
        "form": form,
        "exports": exports,
        "restores": [(row, lines_of(row), problem_of(row)) for row in restores],
        "under_way": any(row.state == "waiting" for row in (*exports, *restores)),
        "address": reverse("coach:data"),
    }
    template = "coach/clients/data.html"
    return render_page(request, template, context, partial="going", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_exports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One client as a file: tables to look at now, or everything, to be put back somewhere."""
    user: Any = request.user
    client = get_object_or_404(Client.objects.for_coach(user), pk=pk)
    if request.method == "POST":
        _order(request, client)
        return redirect("coach:client-exports", pk=pk)
    exports = list(DataExport.objects.for_coach(user).filter(client=client)[:SHOWN])
    under_way = any(row.state == "waiting" for row in exports)
    context = {"client": client, "exports": exports, "under_way": under_way, "address": request.path}
    return render_page(request, "coach/clients/client_exports.html", context, partial="going")


def _order(request: HttpRequest, client: Client | None) -> None:
    try:
        order_export(by=request.user, client=client, with_clips=bool(request.POST.get("with_clips")))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The file is being made. It is here in a moment."))


@require_safe
@coach_required
def export_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file, while it is kept. From a bucket by a link that soon runs out."""
    row = get_object_or_404(DataExport.objects.for_coach(request.user).select_related("client", "practice"), pk=pk)
    if not row.is_here() or not may_fetch(row, request.user):
        raise Http404
    return file_response(row)


def file_response(row: DataExport) -> HttpResponseBase:
    """Raises Http404 when the file is gone."""
    name = f"{slugify(str(row.client or row.practice)) or 'export'}-{row.created_at.date().isoformat()}-kickstand.zip"
    response: HttpResponseBase
    if settings.CLIPS_ORIGIN:
        shown = {"ResponseContentDisposition": f'attachment; filename="{name}"'}
        storage: Any = row.file.storage
        response = HttpResponseRedirect(storage.url(row.file.name, parameters=shown))
    else:
        try:
            file = row.file.storage.open(str(row.file.name))
        except FileNotFoundError as gone:
            raise Http404 from gone
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
