"""An owner's page of webhooks: endpoints, their secrets, what went there and how."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import membership_of, owner_required
from hooks.forms import EndpointForm, RotateForm, initial_of
from hooks.log import log_of
from hooks.models import Delivery, Endpoint
from hooks.services import add_endpoint, change_endpoint, remove_endpoint, replay, rotate_secret, send_test

LIST, ONE = "coach/hooks/webhooks.html", "coach/hooks/webhook.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """All endpoints, and a form for a new one. Its secret is shown on the answer to the form, and never again."""
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_endpoint(_practice(request), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            return _one(request, made, secret=made.secret)
    context = {"form": form, "held": Endpoint.objects.for_user(request.user).order_by("made_at")}
    return render(request, LIST, context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def webhook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One endpoint: what it is told, to change; and its log."""
    endpoint = _endpoint(request, pk)
    form = EndpointForm(request.POST) if request.method == "POST" else None
    if form is None:
        return _one(request, endpoint)
    if form.is_valid():
        try:
            change_endpoint(endpoint, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("coach:webhook", pk)
    return _one(request, endpoint, form=form, status=422)


@require_POST
@owner_required
def webhook_switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    changed = change_endpoint(endpoint, is_on=not endpoint.is_on)
    said = _("%(name)s is on.") if changed.is_on else _("%(name)s is off.")
    messages.success(request, said % {"name": changed.name})
    return redirect("coach:webhook", pk)


@never_cache
@require_POST
@owner_required
def webhook_rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown on this answer alone."""
    endpoint, form = _endpoint(request, pk), RotateForm(request.POST)
    if not form.is_valid():
        return _one(request, endpoint, rotate=form, status=422)
    changed = rotate_secret(endpoint, **form.cleaned_data)
    return _one(request, changed, secret=changed.secret)


@require_POST
@owner_required
def webhook_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    try:
        send_test(endpoint)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("A test is on its way. The log below says how it went."))
    return redirect("coach:webhook", pk)


@require_POST
@owner_required
def webhook_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    remove_endpoint(endpoint)
    messages.success(request, _("%(name)s is removed.") % {"name": endpoint.name})
    return redirect("coach:webhooks")


@require_POST
@owner_required
def webhook_replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.for_user(request.user).select_related("endpoint"), pk=pk)
    try:
        replay(delivery)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is sent again."))
    return redirect("coach:webhook", delivery.endpoint_id)


def _one(request: HttpRequest, endpoint: Endpoint, *, status: int = 200, **more: Any) -> HttpResponse:
    log = log_of(request.user, endpoint, page=request.GET.get("page", ""))
    context = {
        "endpoint": endpoint,
        "form": EndpointForm(initial=initial_of(endpoint)),
        "rotate": RotateForm(),
        "log": log,
        "fresh": any(each.is_fresh for each in log),
    }
    return render(request, ONE, context | more, status=status)


def _endpoint(request: HttpRequest, pk: UUID) -> Endpoint:
    found: Endpoint = get_object_or_404(Endpoint.objects.for_user(request.user), pk=pk)
    return found


def _practice(request: HttpRequest) -> UUID:
    membership = membership_of(request.user)
    assert membership is not None  # owner_required let nobody else in
    return membership.practice_id
