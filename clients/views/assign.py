"""Assign: who, which progression from which rung, which days and rules, with the first six weeks beside it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.assigning import Plan, assign_progression, conflicts, loads_in, preview
from clients.calendar import calendar_of
from clients.forms.assign import AssignForm
from clients.history import read_history, trainee_of
from clients.models import Assignment, Client
from clients.pace import own_pace
from clients.standing import figure, picker
from clients.suggesting import Suggestion, suggest
from clients.words import kit_words, sees_it
from config.http import render_page
from programs.engine import Pace
from programs.forms.figures import decimal_of
from programs.models import Coupling, Progression, Rung
from programs.prescribing import first_load, gate_in_words
from programs.sentences import load_text

TUESDAY_FRIDAY = [1, 4]


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def assign(request: HttpRequest) -> HttpResponse:
    """The page; to htmx its changed parts. POST assigns, or answers 422 with everything as it was typed."""
    user: Any = request.user
    client = _client(request)
    progressions = list(Progression.objects.for_user(user).offered().with_rungs())
    running = _running(request, client)
    form = _form(request, client, progressions, running)
    suggestion = _suggested(client, form)
    plan = _checked(form, client, asked=request.method == "POST")
    if request.method == "POST" and plan and client and _assigned(form, plan, user):
        messages.success(request, gettext("Assigned. %(sees)s") % {"sees": sees_it(client)})
        return redirect("coach:client", pk=client.pk)
    context = {
        "client": client,
        "form": form,
        "running": running,
        "calendar": calendar_of(preview(plan, own=_own_pace(running)), plan) if plan else None,
        "ladder": _ladder(form, client),
        "gate": _gate(form),
        "suggestion": suggestion,
        "suggested_load": _load_words(suggestion, client),
        "as_suggested": _as_suggested(request, form, suggestion),
        "kit": kit_words(client) if client else "",
        "progression": form.chosen_progression,
        "waiting": client is None,
        "couplings": Coupling.choices,
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "coach/clients/assign.html", context, partial="choices", status=status)


def _client(request: HttpRequest) -> Client | None:
    """The client that is named, or None. 404 for one that is not the coach's, or no id at all."""
    named = request.POST.get("client") or request.GET.get("client")
    if not named:
        return None
    try:
        found: Client | None = Client.objects.for_coach(request.user).filter(pk=named).first()
    except ValidationError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _running(request: HttpRequest, client: Client | None) -> Assignment | None:
    """What the client is on now: it ends when something else is assigned."""
    if client is None:
        return None
    rows = (
        Assignment.objects.for_coach(request.user)
        .whole()
        .filter(client=client)
        .select_related("client", "program", "progression", "start_rung")
    )
    found: Assignment | None = rows.active().first()
    return found


def _own_pace(running: Assignment | None) -> Pace | None:
    return own_pace(read_history(running)) if running and running.progression_id else None


def _form(
    request: HttpRequest, client: Client | None, progressions: list[Progression], running: Assignment | None
) -> AssignForm:
    """Bound to what was chosen, over what is usual. Another progression starts at its own first rung."""
    people = [client] if client else list(Client.objects.for_coach(request.user).current())
    typed = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        return AssignForm(typed, client=client, clients=people, progressions=progressions)
    user: Any = request.user
    today = client.today() if client else timezone.now().astimezone(user.zone).date()
    data = _usual(client, progressions, running, today)
    chosen = {name: typed.getlist(name) if name == "weekdays" else typed[name] for name in typed}
    if "start_date" in typed:
        data |= {"weekdays": []}
    data |= chosen
    form = AssignForm(data, client=client, clients=people, progressions=progressions)
    return form


def _suggested(client: Client | None, form: AssignForm) -> Suggestion | None:
    """Where the client would begin on the chosen progression; chosen for them where nothing else is yet."""
    progression = form.chosen_progression
    if progression is None:
        return None
    found = suggest([client], [progression])[client.pk, progression.pk] if client else None
    data: Any = form.data
    if form.chosen_rung is None and not isinstance(data, QueryDict):  # what was posted stays as it was
        data["start_rung"] = str((found.rung if found else progression.rungs.all()[0]).pk)
    return found


def _load_words(suggestion: Suggestion | None, client: Client | None) -> str:
    if suggestion is None or client is None or suggestion.load is None:
        return ""
    return load_text(suggestion.load, loads_in(suggestion.rung, client))


def _as_suggested(request: HttpRequest, form: AssignForm, suggestion: Suggestion | None) -> str:
    """The address of this page with the suggested start in place of another; nothing where it is chosen already."""
    if suggestion is None:
        return ""
    if form.chosen_rung == suggestion.rung and decimal_of(form.data.get("start_load") or "") == suggestion.load:
        return ""
    query = (request.POST if request.method == "POST" else request.GET).copy()
    query.pop("csrfmiddlewaretoken", None)
    query["progression"], query["start_rung"] = str(suggestion.rung.progression_id), str(suggestion.rung.pk)
    query["start_load"] = "" if suggestion.load is None else figure(suggestion.load)
    return f"?{query.urlencode()}"


def _usual(
    client: Client | None, progressions: list[Progression], running: Assignment | None, today: dt.date
) -> dict[str, Any]:
    """What the client has now, from the rung they stand on; else the first progression from its first rung."""
    first = progressions[0] if progressions else None
    data: dict[str, Any] = {
        "client": str(client.pk) if client else "",
        "progression": str(first.pk) if first else "",
        "weekdays": [str(day) for day in TUESDAY_FRIDAY],
        "start_date": today.isoformat(),
        "coupling": Coupling.SHARED.value,
        "policy": "rung_changes",
        "deload_every_weeks": "",
    }
    if running and running.progression_id:
        history = read_history(running)
        stands = min((history.rung("left"), history.rung("right")), key=lambda each: each.position)
        newest, rung = _newest_of(running.ladder, stands, progressions)
        data |= {
            "progression": str(newest.pk),
            "start_rung": str(rung.pk),
            "weekdays": [str(day) for day in running.weekdays],
            "coupling": running.coupling,
            "policy": running.policy,
            "deload_every_weeks": str(running.deload_every_weeks or ""),
        }
    return data


def _newest_of(followed: Progression, stands: Rung, offered: list[Progression]) -> tuple[Progression, Rung]:
    """The version that is offered now of what the client follows, with their rung there; as it is where none is."""
    newest = next((each for each in offered if each.family == followed.family), None)
    same = next((rung for rung in newest.rungs.all() if rung.lineage == stands.lineage), None) if newest else None
    if newest is None:
        return followed, stands
    return newest, same or newest.rungs.all()[0]


def _checked(form: AssignForm, client: Client | None, *, asked: bool) -> Plan | None:
    """The plan, or None with what stands in the way at its fields. `asked`: to be done, so a client is needed."""
    if client is None:
        if asked:
            form.add_error("client", gettext("Choose a client."))
        else:
            form.errors.clear()
        return None
    if not form.is_valid():
        return None
    plan = form.plan()
    for name, texts in conflicts(plan).items():
        form.add_error(name, texts)
    return None if form.errors else plan


def _assigned(form: AssignForm, plan: Plan, user: Any) -> bool:
    try:
        assign_progression(plan, by=user)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return False
    return True


def _gate(form: AssignForm) -> str:
    progression = form.chosen_progression
    return gate_in_words(progression, list(progression.rungs.all())) if progression else ""


def _ladder(form: AssignForm, client: Client | None) -> dict[str, Any] | None:
    """The picker's ladder, top rung first, with the load that the picked rung starts at."""
    progression = form.chosen_progression
    if progression is None:
        return None
    drawn = picker(progression, form.chosen_rung)
    rows = [
        {
            "position": row.position,
            "name": row.name,
            "note": row.note,
            "foot": row.foot,
            "state": row.state,
            "sides": row.sides if row.rung.sides != ["both"] else ["both"] * bool(row.sides),
            "value": str(row.rung.pk),
            "starts": _starts(row.rung, client, form) if row.state == "start" else "",
        }
        for row in drawn.rows
    ]
    return {"rows": rows, "count": drawn.count}


def _starts(rung: Rung, client: Client | None, form: AssignForm) -> str:
    """`35 kg`, `bodyweight`, or nothing where it cannot be said."""
    if client is None:
        return ""
    wanted = form.cleaned_data.get("start_load") if hasattr(form, "cleaned_data") else None
    load = first_load(rung, trainee_of(client), wanted)
    if load is None or (load and wanted is None and rung.start_percent is not None and client.body_mass_kg is None):
        return ""
    return load_text(load, loads_in(rung, client))
