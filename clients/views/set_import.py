"""Sets of one client from Hevy or Strong: upload, say what each exercise is, look on while the worker does it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import coach_required
from clients.forms.set_import import MappingForm, SetFileForm
from clients.models import Client, SetImport
from clients.set_import.formats import Unreadable
from clients.set_import.preview import bad_sample, confirm, read_sets
from clients.set_import.writing import bad_rows, bad_rows_csv
from config.http import render_page
from config.uploads import was_too_large
from programs.naming import names_for

SHOWN_BAD = 50


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def sets_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file, and what was imported before. 422 with what is wrong with it; the file has to be chosen again."""
    user: Any = request.user
    client = get_object_or_404(Client.objects.for_coach(user), pk=pk)
    form = SetFileForm(initial={"unit": client.unit})
    if request.method == "POST":
        form = SetFileForm(request.POST, request.FILES, too_large=was_too_large(request))
        if form.is_valid() and (row := _read(form, client, user)):
            return redirect("coach:set-import", pk=row.pk)
    context = {"client": client, "form": form, "earlier": SetImport.objects.for_coach(user).filter(client=client)[:20]}
    return render(request, "coach/clients/sets_import.html", context, status=422 if form.errors else 200)


def _read(form: SetFileForm, client: Client, user: Any) -> SetImport | None:
    try:
        data = form.cleaned_data["file"].read()
        return read_sets(client, data, by=user, unit=form.cleaned_data["unit"])
    except Unreadable as error:
        form.add_error("file", str(error))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def set_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the file says and what each name means; after the coach's word how far it is, and what came of it."""
    user: Any = request.user
    row = get_object_or_404(SetImport.objects.for_coach(user).select_related("client", "made_by"), pk=pk)
    if row.state != SetImport.State.READ:
        return _progress(request, row)
    library = names_for(user)
    form = MappingForm(request.POST if request.method == "POST" else None, source=row, library=library)
    if form.is_valid() and _confirmed(form, row, user):
        return redirect("coach:set-import", pk=row.pk)
    labels = sorted({each.label for each in library.exercises.values()})
    context = {"row": row, "client": row.client, "form": form, "labels": labels, "bad": bad_sample(row)}
    return render(request, "coach/clients/set_import.html", context, status=422 if form.errors else 200)


def _confirmed(form: MappingForm, row: SetImport, user: Any) -> bool:
    try:
        confirm(row, mapping=form.mapping, by=user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _progress(request: HttpRequest, row: SetImport) -> HttpResponse:
    context = {"row": row, "client": row.client, "bad": bad_rows(row, SHOWN_BAD)}
    return render_page(request, "coach/clients/set_import_done.html", context, partial="progress")


@require_safe
@coach_required
def set_import_bad(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines that could not be taken, with their number and the reason, as a CSV."""
    return bad_rows_response(get_object_or_404(SetImport.objects.for_coach(request.user), pk=pk))


def bad_rows_response(row: SetImport) -> HttpResponse:
    response = HttpResponse(bad_rows_csv(row), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.source}-rows-not-imported.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
