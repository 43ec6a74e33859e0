"""Me: who the client is, what they train with, what they weigh."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import client_required
from clients.body_mass import unweigh, weigh, weighed
from clients.forms.body import MassForm
from clients.forms.client import OwnSettingsForm
from clients.forms.own import EquipmentForm
from clients.models import BodyMass, Client
from clients.own_page import bar_in_words, kit_in_short, masses_of
from clients.own_settings import update_own_equipment, update_own_settings
from clients.today import client_of
from config.language import say_saved

SETTINGS = {"name": "display_name"}  # fields of the client that are called otherwise in a form
EQUIPMENT = {"inventory": "plates"}
MASS = {"kg": "mass"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def settings(request: HttpRequest) -> HttpResponse:
    """What can be set, and the way to all that has a page of its own. 422 with what was typed."""
    client, user = own_row(request), _user(request)
    form = OwnSettingsForm(_posted(request), client=client)
    if form.is_valid() and _kept(form, SETTINGS, lambda: update_own_settings(client, user, **form.cleaned_data)):
        say_saved(request)
        return redirect("me:settings")
    context = {
        "form": form,
        "client": client,
        "kit": kit_in_short(client),
        "mass": next(iter(weighed(client, user, most=1)), None),
    }
    return render(request, "client/clients/settings.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def equipment(request: HttpRequest) -> HttpResponse:
    """What the client can really load. 422 with what was typed."""
    client = own_row(request)
    form = EquipmentForm(_posted(request), client=client)
    if form.is_valid() and _kept(form, EQUIPMENT, lambda: update_own_equipment(client, inventory=form.inventory())):
        messages.success(request, gettext("Saved. Your next targets are made from it."))
        return redirect("me:equipment")
    context = {"form": form, "client": client, "loads": "" if form.is_bound else bar_in_words(client)}
    return render(request, "client/clients/equipment.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def body(request: HttpRequest) -> HttpResponse:
    """What the client weighed, day by day, and a new figure. 422 with what was typed."""
    client = own_row(request)
    form = MassForm(_posted(request), client=client)
    if form.is_valid() and _kept(form, MASS, lambda: weigh(client, **_facts(form))):
        messages.success(request, gettext("Saved."))
        return redirect("me:body")
    context = {"form": form, "client": client, "masses": masses_of(client, _user(request))}
    return render(request, "client/clients/body.html", context, status=422 if form.is_bound else 200)


@require_POST
@client_required
def body_delete(request: HttpRequest, mass: UUID) -> HttpResponse:
    unweigh(get_object_or_404(BodyMass.objects.for_user(request.user), pk=mass))
    messages.success(request, gettext("Taken away."))
    return redirect("me:body")


def own_row(request: HttpRequest) -> Client:
    """The client that asks. Raises Http404 for a member without one."""
    client = client_of(request.user)
    if client is None:
        raise Http404
    return client


def _facts(form: MassForm) -> dict[str, Any]:
    return form.facts()


def _kept(form: Form, named: dict[str, str], write: Any) -> bool:
    """Whether the service took it; else its errors stand at the fields."""
    try:
        with transaction.atomic():
            write()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            field = named.get(name, name)
            form.add_error(field if field in form.fields else None, texts)
        return False
    return True


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> Any:
    return request.user
