"""The programs of a practice: the list in folders, one program with its versions, archive and copies."""

from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import coach_required
from config.http import render_page
from programs.block import weeks_of
from programs.building import EMPTY
from programs.drafting import begin
from programs.forms.program import HeadForm
from programs.models import Draft, Program
from programs.naming import names_for
from programs.program_values import copied_content
from programs.program_versions import Reader, bring_back, codes_of, content_of, put_away
from programs.steps import HEAD, storable

ON_A_PAGE = 100


@require_safe
@coach_required
def programs(request: HttpRequest) -> HttpResponse:
    """The list: searched and filtered as one types; the page, or its rows to htmx."""
    q, tag = (storable(request.GET.get(name, "")).strip()[:80] for name in ("q", "tag"))
    archived = request.GET.get("show") == "archived"
    mine = Program.objects.for_user(request.user).current()
    rows = mine.exclude(archived_at=None) if archived else mine.filter(archived_at=None)
    known_tags = sorted({each for tags in rows.values_list("tags", flat=True) for each in tags}, key=str.casefold)
    for word in q.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(folder__icontains=word) | Q(tags__icontains=word)
        )
    if tag:
        rows = rows.filter(tags__contains=[tag])
    drafts = {draft.family: draft for draft in Draft.objects.for_user(request.user).filter(kind=Draft.Kind.PROGRAM)}
    page = Paginator(rows.select_related("saved_by").order_by("folder", "name", "pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "q": q,
        "tag": tag,
        "archived": archived,
        "tags": known_tags,
        "page": page,
        "folders": _in_folders(list(page), drafts),
        "unsaved": [] if archived or q or tag or page.number > 1 else _unsaved(request, drafts),
    }
    return render_page(request, "coach/programs/programs.html", context, partial="rows")


def _in_folders(rows: list[Program], drafts: dict[UUID, Draft]) -> list[tuple[str, list[dict[str, Any]]]]:
    """(folder, rows) in order; what lies in none comes first."""
    return [
        (folder, [{"program": row, "draft": drafts.get(row.family)} for row in group])
        for folder, group in groupby(rows, key=lambda row: str(row.folder))
    ]


def _unsaved(request: HttpRequest, drafts: dict[UUID, Draft]) -> list[Draft]:
    """Drafts of programs that were never saved."""
    saved = Program.objects.for_user(request.user).filter(family__in=drafts)
    known = set(saved.values_list("family", flat=True))
    return [draft for family, draft in drafts.items() if family not in known]


@require_safe
@coach_required
def program(request: HttpRequest, family: UUID) -> HttpResponse:
    """One program as it was saved, with its versions. `?version=2` is an older one."""
    running = Count("assignments", filter=Q(assignments__status="active"))
    rows = Program.objects.for_user(request.user).filter(family=family).annotate(followers=running)
    versions = list(rows.select_related("saved_by"))
    versions.sort(key=lambda row: -row.version)
    wanted = request.GET.get("version", "")
    chosen = [row for row in versions if (str(row.version) == wanted if wanted else row.superseded_at is None)]
    lines = Program.objects.for_user(request.user).with_lines()
    shown = get_object_or_404(lines, pk=chosen[0].pk if chosen else None)
    content = content_of(shown)
    draft = Draft.objects.for_user(request.user).filter(kind=Draft.Kind.PROGRAM, family=family).first()
    reader = Reader(names_for(request.user, codes_of(content)))
    context = {
        "program": shown,
        "versions": versions,
        "older": sum(row.followers for row in versions if row.superseded_at is not None),
        "draft": draft,
        "weeks": weeks_of(content, reader),
        "sprite": static("sprite.svg"),
    }
    return render(request, "coach/programs/program.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def program_new(request: HttpRequest) -> HttpResponse:
    """Name and size first; then the empty block."""
    start = {"weeks": EMPTY["weeks"], "days_a_week": EMPTY["days_a_week"]}
    form = HeadForm({name: storable(request.POST[name]) for name in request.POST} if request.POST else None)
    form.initial = start
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in (*HEAD, "weeks", "days_a_week")}
        draft = begin(by=_coach(request), kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=EMPTY | said)
        return redirect("coach:program-edit", family=draft.family)
    context = {"form": form, "folders": folders_of(request)}
    return render(request, "coach/programs/program_new.html", context, status=422 if form.is_bound else 200)


def folders_of(request: HttpRequest) -> list[str]:
    rows = Program.objects.for_user(request.user).current().exclude(folder="")
    return sorted(set(rows.values_list("folder", flat=True)), key=str.casefold)


def _coach(request: HttpRequest) -> Any:
    """The signed-in coach; `coach_required` has let nobody else in."""
    return request.user


def current_program(request: HttpRequest, family: UUID) -> Program:
    rows = Program.objects.for_user(request.user).current().with_lines()
    found: Program = get_object_or_404(rows, family=family)
    return found


@require_POST
@coach_required
def program_copies(request: HttpRequest, family: UUID) -> HttpResponse:
    """A copy under a new name, as a draft."""
    content = copied_content(current_program(request, family))
    draft = begin(by=_coach(request), kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    messages.success(request, gettext("A copy to change. The original stays as it is."))
    return redirect("coach:program-edit", family=draft.family)


@require_POST
@coach_required
def program_archive(request: HttpRequest, family: UUID) -> HttpResponse:
    row = put_away(current_program(request, family))
    messages.success(request, gettext("%(name)s is archived.") % {"name": row.name})
    return redirect("coach:programs")


@require_POST
@coach_required
def program_restore(request: HttpRequest, family: UUID) -> HttpResponse:
    row = bring_back(current_program(request, family))
    messages.success(request, gettext("%(name)s is back in the list.") % {"name": row.name})
    return redirect("coach:program", family=family)
