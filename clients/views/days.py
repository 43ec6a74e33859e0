"""The days of one client, as their coach changes them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.decided import day_words
from clients.forms.days import MoveDayForm
from clients.models import Client
from clients.moving_days import move_day
from clients.overview import overview_of


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_moved_days(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A session on another date; on the day of the weekdays it is moved back. 422 with the client's page, whose links
    and reloads lead back to it.
    """
    user: Any = request.user
    row = get_object_or_404(Client.objects.for_coach(user).current().select_related("coach"), pk=pk)
    if request.method != "POST":
        return redirect(f"{reverse('coach:client', args=[row.pk])}?{request.GET.urlencode()}")
    overview = overview_of(row, user)
    form = MoveDayForm(request.POST, days=overview.coming)
    if form.is_valid():
        day, to = dt.date.fromisoformat(form.cleaned_data["day"]), form.cleaned_data["to"]
        try:
            move_day(row, day=day, to=to, by=user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{row.first_name} does the session of {day_words(day)} on {day_words(to)}.")
            return redirect("coach:client", pk=row.pk)
    context = {"client": row, "overview": overview, "move_form": form}
    return render(request, "coach/clients/client.html", context, status=422)
