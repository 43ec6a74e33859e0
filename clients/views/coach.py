"""A client of a practice: look, make, change, invite, archive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import coach_required
from clients.forms.coach import ClientForm
from clients.forms.days import MoveDayForm
from clients.models import Client
from clients.overview import Wanted, chart_of, overview_of
from clients.pausing import end_early, pause_training, resume_training
from clients.people import add_client, invite, update_client
from config.http import render_page, wants_fragment


@require_safe
@coach_required
def client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page; to htmx only the figures over time, since the address says which of them."""
    row = _client(request, pk)
    wanted = Wanted.read(request.GET)
    read = chart_of if wants_fragment(request) else overview_of
    overview = read(row, request.user, wanted)
    context = {"client": row, "overview": overview, "move_form": MoveDayForm(days=overview.coming)}
    return render_page(request, "coach/clients/client.html", context, partial="chart")


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_new(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = ClientForm(request.POST if request.method == "POST" else None, by=user)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        made = _saved(form, lambda: _add(user, facts))
        if made:
            messages.success(request, gettext("%(name)s is on your list.") % {"name": made.name})
            return redirect("coach:client", pk=made.pk)
    return render(
        request, "coach/clients/edit.html", {"form": form, "client": None}, status=422 if form.is_bound else 200
    )


def _add(user: Any, facts: dict[str, Any]) -> Client:
    """The form's coach may be another one of the practice."""
    coach = facts.pop("coach")
    made = add_client(coach=user, **facts)
    return made if coach == user else update_client(made, coach=coach)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    row = _client(request, pk)
    form = ClientForm(request.POST if request.method == "POST" else None, by=user, client=row)
    if request.method == "POST" and form.is_valid() and _saved(form, lambda: update_client(row, **form.cleaned_data)):
        messages.success(request, gettext("Saved."))
        return redirect("coach:client", pk=row.pk)
    return render(
        request, "coach/clients/edit.html", {"form": form, "client": row}, status=422 if form.is_bound else 200
    )


def _saved(form: ClientForm, write: Any) -> Any:
    """What `write` made; None with the service's errors at the fields of the form."""
    try:
        return write()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, texts in found.items():
            field = {"body_mass_kg": "body_mass", "inventory": "plates"}.get(name, name)
            form.add_error(field if field in form.fields else None, texts)
        return None


@require_POST
@coach_required
def client_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail a link, or a new one: the one before stops working."""
    user: Any = request.user
    row = _client(request, pk)

    def told(sent: bool) -> None:
        if sent:
            messages.success(request, gettext("Invitation sent to %(email)s.") % {"email": row.email})
        else:
            messages.error(
                request,
                gettext("The invitation to %(email)s could not be mailed. Try again in a minute.")
                % {"email": row.email},
            )

    try:
        invite(row, by=user, link_base=request.build_absolute_uri("/").rstrip("/"), told=told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("coach:client", pk=row.pk)


@require_POST
@coach_required
def client_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = update_client(_client(request, pk), status=Client.Status.ARCHIVED)
    messages.success(request, gettext("%(name)s is archived. Nothing is lost.") % {"name": row.name})
    return redirect("coach:clients")


@require_POST
@coach_required
def client_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    row = resume_training(_client(request, pk), by=user)  # a pause from before ends with the archive
    messages.success(request, gettext("%(name)s is back on your list.") % {"name": row.name})
    return redirect("coach:client", pk=row.pk)


@require_POST
@coach_required
def client_pauses(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    row = pause_training(_current(request, pk), by=user)
    messages.success(
        request,
        gettext("%(name)s’s training is paused. Nothing comes due until you resume it.") % {"name": row.first_name},
    )
    return redirect("coach:client", pk=row.pk)


@require_POST
@coach_required
def client_resumption(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    row = resume_training(_current(request, pk), by=user)
    messages.success(
        request,
        gettext("%(name)s trains again. After two weeks away or more the first session is lighter.")
        % {"name": row.first_name},
    )
    return redirect("coach:client", pk=row.pk)


@require_POST
@coach_required
def client_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _current(request, pk)
    try:
        ended = end_early(row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            gettext("%(what)s has ended for %(name)s. Its history stays.")
            % {"what": ended.given, "name": row.first_name},
        )
    return redirect("coach:client", pk=row.pk)


def _current(request: HttpRequest, pk: UUID) -> Client:
    """Who is archived neither pauses nor goes on."""
    return get_object_or_404(Client.objects.for_coach(request.user).current().select_related("coach"), pk=pk)


def _client(request: HttpRequest, pk: UUID) -> Client:
    row: Client = get_object_or_404(Client.objects.for_coach(request.user).select_related("coach"), pk=pk)
    return row
