"""The program builder: the block of one draft, its steps, reading a line as it is typed, and saving."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import coach_required, membership_of
from config.http import wants_fragment
from programs.block import choices_of, day_box, pieces_of, weeks_of
from programs.building import CannotBuild, Content, changed_days, day_of, every_item, place, week_and_day
from programs.comparing import differences
from programs.drafting import StaleDraft, begin, change, discard, rebase, undo
from programs.forms.program import DayForm, HeadForm, RepeatForm
from programs.line_words import in_words
from programs.models import Draft, Program
from programs.naming import Names, names_for
from programs.program_versions import (
    Conflict,
    Reader,
    codes_of,
    content_of,
    others_at,
    read_program,
    save_program,
    understand,
)
from programs.steps import Invalid, Posted, form_values, storable, take_step
from programs.views.programs import folders_of

PAGE = "coach/programs/program_edit.html"
ELSEWHERE = gettext_lazy(
    "This was changed in another window. Here is how it stands now; what you typed is still in its field."
)


# --- Which draft ----------------------------------------------------------------------------------------------------


def draft_of(request: HttpRequest, family: UUID, base: str = "") -> Draft:
    """The coach's draft of this program; without one, an unsaved one of the version `base`, or of the newest.

    404 where there is neither, or it is not theirs.
    """
    user: Any = request.user
    held = Draft.objects.for_user(user).filter(kind=Draft.Kind.PROGRAM, family=family).first()
    if held is not None:
        return held
    rows = Program.objects.for_user(user).filter(family=family).with_lines()
    program = get_object_or_404(rows.filter(pk=_uuid(base)) if base else rows.current())
    membership = membership_of(user)
    assert membership
    return Draft(
        practice_id=membership.practice_id,
        author=user,
        kind=Draft.Kind.PROGRAM,
        family=family,
        base=program.pk,
        content=content_of(program),
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def begun(request: HttpRequest, draft: Draft, seen: int) -> Draft:
    """The draft as a row. Raises StaleDraft where the window shows more than there is: it was saved elsewhere."""
    if not draft._state.adding:
        return draft
    if seen:
        raise StaleDraft(draft_of(request, draft.family))
    user: Any = request.user
    return begin(by=user, kind=draft.kind, family=draft.family, base=draft.base, content=draft.content)


# --- The page -------------------------------------------------------------------------------------------------------


@require_safe
@coach_required
def program_edit(request: HttpRequest, family: UUID) -> HttpResponse:
    """The whole block. `?panel=` opens the form of an item, a day, a week or the head: alone to the page's script."""
    draft = draft_of(request, family)
    panel = panel_of(request, draft, request.GET)
    if wants_fragment(request):
        return _vary(render(request, f"{PAGE}#panel", {"panel": panel, "draft": draft}))
    return block_page(request, draft, panel=panel)


def block_page(request: HttpRequest, draft: Draft, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or to the page's script the block as it stands with whatever `more` says."""
    reader = Reader(names_for(request.user, codes_of(draft.content)))
    context = _context(request, draft, reader) | {"weeks": weeks_of(draft.content, reader), **more}
    if wants_fragment(request):
        return _vary(render(request, f"{PAGE}#answer", context | {"whole": True}, status=status))
    context["begun"] = not draft._state.adding
    context["others"] = others_at(draft, request.user)
    return _vary(render(request, PAGE, context, status=status))


def _context(request: HttpRequest, draft: Draft, reader: Reader) -> dict[str, Any]:
    wrong = [item for _, _, item in every_item(draft.content) if not reader.read(item).is_valid]
    return {
        "draft": draft,
        "content": draft.content,
        "wrong": wrong,
        # Once a page, not once an item
        "steps_url": reverse("coach:program-step", args=[draft.family]),
        "edit_url": reverse("coach:program-edit", args=[draft.family]),
        "sprite": static("sprite.svg"),
    }


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def panel_of(request: HttpRequest, draft: Draft, said: Any, wrong: forms.Form | None = None) -> dict[str, Any] | None:
    """The form that `panel` asks for: item, day, week or head. None for anything else, and for what is gone."""
    kind, content = said.get("panel", ""), draft.content
    panel: dict[str, Any] = {"kind": kind, "form": wrong}
    if kind == "head":
        form = wrong or HeadForm(initial=form_values(content))
        return panel | {"form": form, "folders": folders_of(request)}
    if kind == "item":
        found = next((each for each in every_item(content) if each[2]["id"] == said.get("item")), None)
        if found is None:
            return None
        at, position, item = found
        return panel | {"at": at, "position": position, "item": item, "places": places_of(content)}
    try:
        if kind == "day":
            week, number = _inside(content, said.get("at", ""))
            at = place(week, number)
            form = wrong or DayForm(initial=day_of(content, at))
            return panel | {"form": form, "at": at, "week": week, "number": number, "places": places_of(content)}
        if kind == "week":
            week, _ = _inside(content, f"{said.get('week', '')}.1")
            form = wrong or RepeatForm(initial={"until": content["weeks"]}, week=week, weeks=content["weeks"])
            return panel | {"form": form, "week": week}
    except CannotBuild:
        return None
    return None


def places_of(content: Content) -> list[tuple[int, list[str]]]:
    """Every day's place, week by week, to choose from."""
    days = range(1, content["days_a_week"] + 1)
    return [(week, [place(week, day) for day in days]) for week in range(1, content["weeks"] + 1)]


def _inside(content: Content, at: str) -> tuple[int, int]:
    week, number = week_and_day(at)
    if not (1 <= week <= content["weeks"] and 1 <= number <= content["days_a_week"]):
        raise CannotBuild(gettext("There is no such day."))
    return week, number


# --- Steps ----------------------------------------------------------------------------------------------------------


@require_POST
@coach_required
def program_step(request: HttpRequest, family: UUID) -> HttpResponse:
    """One change of the draft. Answers with what it changed; without the script, with the page."""
    draft = draft_of(request, family, request.POST.get("base", ""))
    before, seen = draft.content, _seen(request)
    try:
        draft = begun(request, draft, seen)
        before = draft.content
        if request.POST.get("do") == "undo":
            return answer(request, undo(draft, seen=seen), before)
        names = names_for(request.user)
        after = take_step(before, Posted(request.POST, names))
        return answer(request, change(draft, after, seen=seen), before)
    except StaleDraft as stale:
        return block_page(request, stale.draft, status=409, message=ELSEWHERE, typed=_typed(request))
    except CannotBuild as refusal:
        if seen != draft.revision:
            return block_page(request, draft, status=409, message=ELSEWHERE, typed=_typed(request))
        return refused(request, draft, refusal)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _typed(request: HttpRequest) -> dict[str, str]:
    """The line that could not be added yet, for its field."""
    return {"at": request.POST.get("at", ""), "line": storable(request.POST.get("line", ""))}


def refused(request: HttpRequest, draft: Draft, refusal: CannotBuild) -> HttpResponse:
    """422 with what was typed: the panel with its errors, or a message above the block."""
    wrong = refusal.form if isinstance(refusal, Invalid) else None
    panel = panel_of(request, draft, request.POST, wrong)
    if panel is not None and wrong is None:
        panel["message"] = str(refusal)
    if wants_fragment(request):
        context = {"draft": draft, "panel": panel, "message": "" if panel else str(refusal)}
        return _vary(render(request, f"{PAGE}#refusal", context, status=422))
    return block_page(request, draft, status=422, message=str(refusal), panel=panel, typed=_typed(request))


def answer(request: HttpRequest, draft: Draft, before: Content) -> HttpResponse:
    if not wants_fragment(request):
        at = request.POST.get("to") or request.POST.get("at") or ""
        where = f"#day-{at.replace('.', '-')}" if at in draft.content["days"] else ""
        return redirect(reverse("coach:program-edit", args=[draft.family]) + where)
    reader = Reader(names_for(request.user, codes_of(draft.content)))
    context = _context(request, draft, reader)
    if any(draft.content[name] != before[name] for name in ("weeks", "days_a_week")):
        context |= {"whole": True, "weeks": weeks_of(draft.content, reader)}
    else:
        changed = sorted(changed_days(before, draft.content), key=week_and_day)
        context["days"] = [day_box(draft.content, at, reader) for at in changed]
    return _vary(render(request, f"{PAGE}#answer", context))


@require_safe
@coach_required
def program_reading(request: HttpRequest) -> HttpResponse:
    """What a line says, as far as it is typed."""
    names = names_for(request.user)
    said = understand(storable(request.GET.get("line", ""))[:2000], names)
    found = said.line is not None and said.meant is not None and said.is_valid
    choices = choices_of(said, names)
    context = {
        "said": said,
        "pieces": pieces_of(said),
        "words": in_words(said.line) if found and said.line else "",
        "foot": _foot_of(said.meant.code, names) if said.meant else "",
        "problem": said.problems[0] if said.problems else None,
        "choices": choices,
        "offers_names": choices and said.line is not None,  # the hint would only repeat them
    }
    return render(request, "coach/programs/program_reading.html", context)


def _foot_of(code: str, names: Names) -> str:
    variation = names.variation(code)
    return variation.foot_code if variation else ""


# --- Saving ---------------------------------------------------------------------------------------------------------


@require_http_methods(["POST"])
@coach_required
def program_save(request: HttpRequest, family: UUID) -> HttpResponse:
    """The draft becomes the next version. 422 with what is wrong; 409 with both versions where a colleague was quicker.

    `keep` answers such a conflict: `mine`, `theirs` or `both`; `theirs` is the version that was shown.
    """
    draft = draft_of(request, family)
    if draft._state.adding:
        messages.info(request, gettext("There is nothing to save."))
        return redirect("coach:program", family=family)
    keep = request.POST.get("keep", "")
    if keep:
        draft = settle(request, draft, keep)
        if keep == "theirs":
            messages.success(request, gettext("Theirs stands here now. Undo brings yours back."))
            return redirect("coach:program-edit", family=family)
    said = read_program(draft.content, names_for(request.user, codes_of(draft.content)))
    if not said.is_valid:
        return block_page(request, draft, status=422, errors=said.errors, unsaved=True)
    user: Any = request.user
    try:
        saved = save_program(draft, by=user)
    except Conflict as conflict:
        return conflict_page(request, draft, conflict.theirs)
    messages.success(request, gettext("Saved as version %(version)s.") % {"version": saved.version})
    older = Program.objects.for_user(user).filter(family=saved.family).exclude(pk=saved.pk)
    followed = older.filter(assignments__status="active").exists()
    return redirect("coach:program-followers" if followed else "coach:program", family=saved.family)


def settle(request: HttpRequest, draft: Draft, keep: str) -> Draft:
    """What the coach chose between two versions. Nothing is lost: theirs is saved, and undo brings mine back."""
    rows = Program.objects.for_user(request.user).filter(family=draft.family).with_lines()
    theirs = get_object_or_404(rows, pk=_uuid(request.POST.get("theirs", "")))
    if keep == "both":
        draft.family, draft.base = uuid4(), None
        draft.content = draft.content | {
            "name": gettext("%(name)s, second version") % {"name": draft.content["name"][:100]}
        }
        draft.save(update_fields=["family", "base", "content"])
    elif keep == "theirs":
        draft = change(rebase(draft, base=theirs.pk), content_of(theirs), seen=draft.revision)
    else:
        draft = rebase(draft, base=theirs.pk)
    return draft


def conflict_page(request: HttpRequest, draft: Draft, theirs: Program) -> HttpResponse:
    rows = Program.objects.for_user(request.user).with_lines().select_related("saved_by")
    newest = rows.get(pk=theirs.pk)
    context = {"draft": draft, "theirs": newest, "differences": differences(draft.content, content_of(newest))}
    return render(request, "coach/programs/program_conflict.html", context, status=409)


@require_POST
@coach_required
def program_discard(request: HttpRequest, family: UUID) -> HttpResponse:
    """Throw the unsaved work away."""
    draft = draft_of(request, family)
    if not draft._state.adding:
        discard(draft)
        messages.success(request, gettext("The draft is thrown away."))
    saved = Program.objects.for_user(request.user).filter(family=family).exists()
    return redirect("coach:program", family=family) if saved else redirect("coach:programs")
