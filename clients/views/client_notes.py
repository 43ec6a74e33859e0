"""What coaches write down about a client: notes, and body mass."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required
from clients.body_mass import unweigh, weigh, weighed
from clients.forms.body import MassForm, NoteForm
from clients.forms.equipment import loads_text, plates_text
from clients.models import BodyMass, Client
from clients.notes import change_note, notes_about, own_notes, write_note
from exercises.words import figure_words

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All of them, a page at a time, and a new one. 422 with what was typed."""
    user: Any = request.user
    client = _client(request, pk)
    form = NoteForm(_posted(request))
    if form.is_valid():
        write_note(client, author=user, text=form.cleaned_data["text"])
        messages.success(request, gettext("Noted. Only coaches read it."))
        return _back(request, client, "coach:client-notes")
    page = Paginator(notes_about(client, user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"client": client, "form": form, "page": page}
    return render(request, "coach/clients/notes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_note(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Change one's own. 422 with what was typed."""
    client = _client(request, pk)
    row = get_object_or_404(own_notes(client, request.user), pk=note)
    form = NoteForm(_posted(request), initial={"text": row.text})
    if form.is_valid():
        change_note(row, text=form.cleaned_data["text"])
        messages.success(request, gettext("Saved."))
        return redirect("coach:client-notes", pk=client.pk)
    context = {"client": client, "note": row, "form": form}
    return render(request, "coach/clients/note.html", context, status=422 if form.is_bound else 200)


@require_POST
@coach_required
def client_note_delete(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    client = _client(request, pk)
    get_object_or_404(own_notes(client, request.user), pk=note).delete()
    messages.success(request, gettext("The note is deleted."))
    return redirect("coach:client-notes", pk=client.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the client weighed, what they have to train with, and a new figure. 422 with what was typed."""
    client = _client(request, pk)
    form = MassForm(_posted(request), client=client)
    if form.is_valid() and _weighed(form):
        messages.success(request, gettext("Saved."))
        return _back(request, client, "coach:client-body")
    context = {"client": client, "form": form, "masses": weighed(client, request.user), "kit": _kit(client)}
    return render(request, "coach/clients/body.html", context, status=422 if form.is_bound else 200)


@require_POST
@coach_required
def client_body_delete(request: HttpRequest, pk: UUID, mass: UUID) -> HttpResponse:
    client = _client(request, pk)
    unweigh(get_object_or_404(BodyMass.objects.for_coach(request.user).filter(client=client), pk=mass))
    messages.success(request, gettext("Taken away."))
    return redirect("coach:client-body", pk=client.pk)


def _weighed(form: MassForm) -> bool:
    """Whether it was kept; else the service's errors stand at the fields."""
    facts: dict[str, Any] = form.facts()
    try:
        with transaction.atomic():
            weigh(form.client, **facts)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error("measured_on" if name == "measured_on" else "mass", texts)
        return False
    return True


def _kit(client: Client) -> list[tuple[str, str]]:
    kit, unit = client.inventory, client.unit
    rows = [
        (gettext("Bar"), "" if kit.get("bar") is None else f"{figure_words(Decimal(str(kit['bar'])))} {unit}"),
        (gettext("Plates, %(unit)s") % {"unit": unit}, plates_text(kit.get("plates") or [])),
        (gettext("Dumbbells, %(unit)s") % {"unit": unit}, loads_text(kit.get("dumbbells") or [])),
        (gettext("Kettlebells, %(unit)s") % {"unit": unit}, loads_text(kit.get("kettlebells") or [])),
        (gettext("Bands, lightest first"), loads_text(kit.get("bands") or [])),
    ]
    return [(name, text or pgettext("equipment", "none")) for name, text in rows]


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(request: HttpRequest, client: Client, page: str) -> HttpResponse:
    """To where it was written: the overview, or the page of its kind."""
    return redirect("coach:client" if request.POST.get("from") == "overview" else page, pk=client.pk)


def _client(request: HttpRequest, pk: UUID) -> Client:
    row: Client = get_object_or_404(Client.objects.for_coach(request.user), pk=pk)
    return row
