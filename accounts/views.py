"""A coach's own settings and the people of the practice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from accounts.forms import SettingsForm
from accounts.models import Membership, User
from accounts.services import update_user


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def coach_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, user=_user(request))
    if request.method == "POST" and form.is_valid():
        update_user(_user(request), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("coach:settings")
    people = Membership.objects.for_user(request.user).coaches().select_related("user").order_by("created_at")
    context = {"form": form, "people": people}
    return render(request, "coach/accounts/settings.html", context, status=422 if form.is_bound else 200)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # coach_required let nobody else in
    return request.user
