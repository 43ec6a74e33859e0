"""Assign a program: who, which one, from which rungs, on which days, with its first weeks beside it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.assigning_programs import ProgramPlan, assign_program, conflicts, start_field
from clients.forms.assign_program import AssignProgramForm
from clients.models import Assignment, Client
from clients.program_days import first_rungs
from clients.program_preview import preview_program
from clients.suggesting import suggest
from clients.words import kit_words, sees_it
from config.http import render_page
from programs.models import Coupling, Program, Progression

USUAL_DAYS = {1: [0], 2: [0, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4], 6: [0, 1, 2, 3, 4, 5]}


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def assign_a_program(request: HttpRequest) -> HttpResponse:
    """The page; to htmx its changed parts. POST assigns, or answers 422 with everything as it was typed."""
    user: Any = request.user
    client = _client(request)
    running = _running(request, client)
    form = _form(request, client, running)
    program = _program(request, form)
    plan = _checked(form, client, program, asked=request.method == "POST")
    if request.method == "POST" and plan and _assigned(form, plan, user):
        messages.success(request, gettext("Assigned. %(sees)s") % {"sees": sees_it(plan.client)})
        return redirect("coach:client", pk=plan.client.pk)
    context = {
        "client": client,
        "form": form,
        "running": running,
        "program": program,
        "weeks": preview_program(plan) if plan else [],
        "kit": kit_words(client) if client else "",
        "couplings": Coupling.choices,
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "coach/clients/assign_program.html", context, partial="choices", status=status)


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
    rows = Assignment.objects.for_coach(request.user).active().whole().select_related("program", "progression")
    found: Assignment | None = rows.filter(client=client).first() if client else None
    return found


def _form(request: HttpRequest, client: Client | None, running: Assignment | None) -> AssignProgramForm:
    """Bound to what was chosen, over what is usual: the days of before where their number fits."""
    user: Any = request.user
    programs = list(Program.objects.for_user(user).current().filter(archived_at=None).order_by("name"))
    people = [client] if client else list(Client.objects.for_coach(user).current())
    typed = request.POST if request.method == "POST" else request.GET
    chosen = next((each for each in programs if str(each.pk) == typed.get("program")), None)
    written = first_rungs(chosen) if chosen else []
    rows = Progression.objects.for_user(user).filter(pk__in=[rung.progression_id for rung in written])
    ladders = {each.pk: each for each in rows.with_rungs()}
    usual = {rung.progression_id: rung for rung in written}
    people_here = [client] if client else []
    suggested = {key[1]: each for key, each in suggest(people_here, [*ladders.values()], otherwise=usual).items()}
    data: Any = typed
    if request.method != "POST":
        today = client.today() if client else timezone.now().astimezone(user.zone).date()
        data = {"start_date": today.isoformat(), "coupling": Coupling.SHARED.value, "policy": "rung_changes"}
        data |= {"client": str(client.pk) if client else "", "weekdays": _usual_days(chosen, running)}
        starts = usual | {key: each.rung for key, each in suggested.items()}
        data |= {start_field(ladders[key]): str(rung.pk) for key, rung in starts.items()}
        data |= {name: typed[name] for name in typed if name != "weekdays"}
        if chosen and typed.get("asked") == str(chosen.pk):  # not for another program than the days were chosen for
            data["weekdays"] = typed.getlist("weekdays")
    form = AssignProgramForm(data, client=client, clients=people, programs=programs, ladders=ladders, written=written)
    for key, each in suggested.items():
        form.fields[start_field(ladders[key])].help_text = gettext("Suggested: rung %(position)s. %(why)s") % {
            "position": each.rung.position,
            "why": each.why,
        }
    return form


def _usual_days(program: Program | None, running: Assignment | None) -> list[str]:
    if program is None:
        return []
    usual = USUAL_DAYS.get(program.days_a_week, list(range(7)))
    fits = running is not None and len(running.weekdays) == program.days_a_week
    return [str(day) for day in (running.weekdays if running and fits else usual)]


def _program(request: HttpRequest, form: AssignProgramForm) -> Program | None:
    """The chosen program with its days."""
    chosen = form.chosen_program
    found: Program | None = None
    if chosen is not None:
        found = Program.objects.for_user(request.user).with_days().filter(pk=chosen.pk).first()
    return found


def _checked(
    form: AssignProgramForm, client: Client | None, program: Program | None, *, asked: bool
) -> ProgramPlan | None:
    """The plan where nothing is in the way. Before anything was asked, what is still missing is no error."""
    if client is None or program is None:
        if asked and client is None:
            form.add_error("client", gettext("Choose a client."))
        elif not asked:
            form.errors.clear()
        return None
    if not form.is_valid():
        return None
    plan = form.plan(program)
    for name, texts in conflicts(plan).items():
        form.add_error(name, texts)
    return None if form.errors else plan


def _assigned(form: AssignProgramForm, plan: ProgramPlan, user: Any) -> bool:
    try:
        assign_program(plan, by=user)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return False
    return True
