"""Assign to many at once: who, what, from which rung each, what stands in the way; then what was done, and undoing it.

The choices of a hundred clients are longer than an address may be, so they are posted, and only `way=assign` assigns:
everything else answers with the page as it then is.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import coach_required
from clients.assigning import Plan, preview
from clients.assigning_many import MOST, InTheWay, Obstacles, assign_many, obstacles, undo_batch
from clients.assigning_programs import ProgramPlan
from clients.batches import latest_undoable, read_batch
from clients.calendar import calendar_of
from clients.choosing import People, choose_people, groups
from clients.forms.assign_many import AssignManyForm
from clients.history import read_history
from clients.many import Given, Row, plans_of, read_rows, tell
from clients.models import AssignmentBatch
from clients.pace import own_pace
from clients.program_days import first_rungs
from clients.program_preview import preview_program
from clients.views.assign import TUESDAY_FRIDAY
from clients.views.assign_program import USUAL_DAYS
from config.http import render_page
from programs.models import Coupling, Program, Progression
from programs.prescribing import gate_in_words


@dataclass(slots=True)
class Page:
    """What was chosen, and what follows from it."""

    people: People
    form: AssignManyForm
    given: Given
    rules: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    plans: list[Plan] | list[ProgramPlan] = field(default_factory=list)

    @property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if row.is_ready]

    @property
    def in_the_way(self) -> int:
        return len(self.rows) - len(self.ready)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def assign_to_many(request: HttpRequest) -> HttpResponse:
    """The page; to htmx its changed parts. `way=assign` assigns, or answers 422 with everything as it was typed."""
    page = _page(request)
    asked = request.method == "POST" and request.POST.get("way") == "assign"
    if asked and (batch := _assigned(request, page)):
        said = ngettext("Assigned to %(count)s client.", "Assigned to %(count)s clients.", len(page.rows))
        messages.success(request, said % {"count": len(page.rows)})
        return redirect("coach:assign-batch", pk=batch.pk)
    shown = _shown(request, page)
    context = {
        "page": page,
        "form": page.form,
        "shown": shown,
        **_weeks(shown, page),
        "recent": latest_undoable(request.user),
        "couplings": Coupling.choices,
        "most": MOST,
    }
    return render_page(
        request, "coach/clients/assign_many.html", context, partial="choices", status=422 if asked else 200
    )


# --- What was chosen ------------------------------------------------------------------------------------------


def _page(request: HttpRequest) -> Page:
    typed: Any = request.POST if request.method == "POST" else request.GET
    way, user = typed.get("way"), request.user
    group = typed.get("group", "") if way == "add" else ""
    people = choose_people(user, ticked=typed.getlist("client"), group=group, find=typed.get("find", ""))
    if people is None:
        raise Http404
    form = _form(request, typed)
    page = Page(people=people, form=form, given=_given(user, form))
    page.rows = read_rows(user, people.chosen, page.given, typed)
    if not form.is_valid():
        if "start_date" not in typed:
            form.errors.clear()  # nothing was asked yet
        return page
    page.rules = dict(form.cleaned_data)
    _look(page)
    if way == "without":
        page.rows = page.ready
        _look(page)
    return page


def _look(page: Page) -> None:
    """What stands in the way, at its row and field."""
    page.plans = plans_of(page.rows, page.given, page.rules)
    found = obstacles(page.plans) if page.plans else Obstacles()
    tell(page.rows, found)
    for name, texts in found.shared.items():
        at = "what" if name == "program" else name
        if at not in page.form.errors:
            page.form.add_error(at, texts)


def _form(request: HttpRequest, typed: Any) -> AssignManyForm:
    """Bound to what was chosen, over what is usual. Another program brings its own days."""
    user: Any = request.user
    progressions = list(Progression.objects.for_user(user).offered().with_rungs())
    programs = list(Program.objects.for_user(user).current().filter(archived_at=None).order_by("name"))
    usual: dict[str, Any] = {
        "what": f"progression:{progressions[0].pk}" if progressions else "",
        "weekdays": [str(day) for day in TUESDAY_FRIDAY],
        "start_date": timezone.now().astimezone(user.zone).date().isoformat(),
        "coupling": Coupling.SHARED.value,
        "policy": "rung_changes",
    }
    data = usual | {name: typed[name] for name in typed if name != "weekdays"}
    if "start_date" in typed:
        data["weekdays"] = typed.getlist("weekdays")
    form = AssignManyForm(data, progressions=progressions, programs=programs, groups=groups(user))
    if form.chosen_program and typed.get("asked") != data["what"]:
        days = USUAL_DAYS.get(form.chosen_program.days_a_week, list(range(7)))
        data["weekdays"] = [str(day) for day in days]
    return form


def _given(user: Any, form: AssignManyForm) -> Given:
    if form.chosen_progression is not None:
        return Given(ladders=[form.chosen_progression], progression=form.chosen_progression)
    if form.chosen_program is None:
        return Given(ladders=[])
    program: Program = Program.objects.for_user(user).with_days().get(pk=form.chosen_program.pk)
    written = first_rungs(program)
    order = [rung.progression_id for rung in written]
    rows = Progression.objects.for_user(user).filter(pk__in=order).with_rungs()
    return Given(ladders=sorted(rows, key=lambda each: order.index(each.pk)), program=program, written=written)


# --- What follows ---------------------------------------------------------------------------------------------


def _shown(request: HttpRequest, page: Page) -> Row | None:
    """Whose weeks are drawn: the one that was chosen, else the first with nothing in the way."""
    typed = request.POST if request.method == "POST" else request.GET
    named = next((row for row in page.rows if str(row.client.pk) == typed.get("show")), None)
    return named or next(iter(page.ready), next(iter(page.rows), None))


def _weeks(shown: Row | None, page: Page) -> dict[str, Any]:
    """The first weeks of one client, as the engine plays them; nothing while something is in the way."""
    found: dict[str, Any] = {"calendar": None, "weeks": [], "gate": ""}
    if page.given.progression is not None:
        found["gate"] = gate_in_words(page.given.progression, list(page.given.progression.rungs.all()))
    plan = next((plan for plan in page.plans if shown and plan.client.pk == shown.client.pk), None)
    if shown is None or plan is None or page.form.errors or not shown.is_ready:
        return found
    if isinstance(plan, ProgramPlan):
        return found | {"weeks": preview_program(plan)}
    running = shown.running
    own = own_pace(read_history(running)) if running and running.progression_id else None
    return found | {"calendar": calendar_of(preview(plan, own=own), plan)}


def _assigned(request: HttpRequest, page: Page) -> AssignmentBatch | None:
    """The batch, or None with what stands in the way at its place. What was not on the page is looked at first."""
    user: Any = request.user
    if not page.rows:
        page.form.add_error(None, gettext("Choose clients first."))
    elif not all(row.seen for row in page.rows):
        page.form.add_error(None, gettext("Something was new here: look at where each one starts, then assign."))
    elif page.in_the_way:
        page.form.add_error(
            None,
            gettext("Nobody was assigned anything: something stands in the way of %(in_the_way)s.")
            % {"in_the_way": page.in_the_way},
        )
    if page.form.errors:
        return None
    try:
        return assign_many(page.plans, by=user)
    except InTheWay as late:
        tell(page.rows, late.obstacles)
        page.form.add_error(None, gettext("Nobody was assigned anything: something came in the way just now."))
    except ValidationError as error:
        page.form.add_error(None, error.messages)
    return None


# --- What was done --------------------------------------------------------------------------------------------


@require_safe
@coach_required
def assign_batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was assigned together, and the way back while there is one."""
    return _batch(request, get_object_or_404(AssignmentBatch.objects.for_coach(request.user), pk=pk))


def _batch(request: HttpRequest, batch: AssignmentBatch, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"batch": batch, "view": read_batch(request.user, batch), "refused": refused}
    return render(request, "coach/clients/assign_batch.html", context, status=status)


@require_POST
@coach_required
def assign_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo it, or 422 and why it cannot be."""
    batch = get_object_or_404(AssignmentBatch.objects.for_coach(request.user), pk=pk)
    try:
        undo_batch(batch)
    except ValidationError as error:
        batch.refresh_from_db()
        return _batch(request, batch, refused=" ".join(error.messages), status=422)
    messages.success(request, gettext("Undone. What they followed before goes on."))
    return redirect("coach:assign-batch", pk=batch.pk)
