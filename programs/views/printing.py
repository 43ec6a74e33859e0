"""A program on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from programs.naming import names_for
from programs.printing import sheets_of
from programs.program_versions import Reader, codes_of, content_of
from programs.views.programs import current_program


@require_safe
@coach_required
def program_print(request: HttpRequest, family: UUID) -> HttpResponse:
    row = current_program(request, family)
    content = content_of(row)
    reader = Reader(names_for(request.user, codes_of(content)))
    context = {"program": row, "weeks": sheets_of(content, reader)}
    return render(request, "coach/programs/program_print.html", context)
