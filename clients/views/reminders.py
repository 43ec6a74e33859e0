"""Reminders: what a client wants to be told, on which devices; and the way out that every mail holds."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import client_required
from accounts.models import User
from clients.devices import ask_for_test, is_apple_phone, keep_device, renew_device
from clients.forms.reminders import DeviceForm, RemindersForm
from clients.models import Client, PushSubscription
from clients.push_service import is_offered
from clients.reminder_settings import update_reminders
from clients.signed_out import forget_this_device, remember_this_device, this_device
from clients.unsubscribing import NoSuchLink, read_link, stop

PAGE = "client/clients/reminders.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def reminders(request: HttpRequest) -> HttpResponse:
    client = _client(request)
    form = RemindersForm(request.POST if request.method == "POST" else None, client=client, offered=is_offered())
    if request.method == "POST" and form.is_valid() and _kept(form, client, _user(request)):
        messages.success(request, _("Saved."))
        return redirect("me:reminders")
    devices = list(PushSubscription.objects.for_user(request.user))
    context = {
        "form": form,
        "client": client,
        "devices": [(device, sha256(device.endpoint.encode()).hexdigest()) for device in devices],
        "state": _state(request, devices),
        "offered": is_offered(),
        "push_key": settings.VAPID_PUBLIC_KEY,
    }
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def _kept(form: RemindersForm, client: Client, user: User) -> bool:
    try:
        update_reminders(client, user, **form.cleaned_data)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return False
    return True


def _state(request: HttpRequest, devices: list[PushSubscription]) -> str:
    """What this device most likely is, before its own script has looked: the page then does not move."""
    if is_apple_phone(_agent(request)):
        return "install" if not devices else "off"
    return "on" if any(str(device.pk) == this_device(request) for device in devices) else "off"


@require_POST
@client_required
def device_add(request: HttpRequest) -> HttpResponse:
    """A browser turns reminders on: its script posts what the browser gave it."""
    client, form = _client(request), DeviceForm(request.POST)
    if not is_offered():
        raise Http404
    if not form.is_valid():
        return _refused(_("This browser gave an address that cannot be written to."))
    try:
        device = keep_device(client, _user(request), form.address(), agent=_agent(request))
    except ValidationError as error:
        return _refused(" ".join(error.messages))
    messages.success(request, _("Reminders are on here."))
    return remember_this_device(HttpResponse(status=204), device)


@csrf_exempt  # asked by a worker without a page, so without a token: knowing the old address stands for it
@require_POST
@client_required
def device_renew(request: HttpRequest) -> HttpResponse:
    """The browser has replaced its address by itself."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _refused(_("This browser gave an address that cannot be written to."))
    rows = PushSubscription.objects.for_user(request.user)
    device = get_object_or_404(rows, endpoint=form.cleaned_data["before"])
    try:
        renew_device(device, form.address())
    except ValidationError as error:
        return _refused(" ".join(error.messages))
    return HttpResponse(status=204)


@require_POST
@client_required
def device_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    device = get_object_or_404(PushSubscription.objects.for_user(request.user), pk=pk)
    messages.success(request, _("Removed: %(device)s.") % {"device": device.words})
    device.delete()
    return forget_this_device(redirect("me:reminders"), request, pk)


@require_POST
@client_required
def test(request: HttpRequest) -> HttpResponse:
    count = ask_for_test(_client(request)) if is_offered() else 0
    words = ngettext(
        "A test is on its way. It takes up to a minute.",
        "A test is on its way to %(count)d devices. It takes up to a minute.",
        count,
    )
    nothing = _("Reminders are on in no browser yet.")
    messages.success(request, words % {"count": count} if count else nothing)
    return redirect("me:reminders")


@csrf_exempt  # RFC 8058: a mail program posts from nowhere; the link itself is the secret
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page changes nothing: programs that look at links in mails do no harm."""
    try:
        link = read_link(token)
    except NoSuchLink:
        return render(request, "reminders/stop.html", {"link": None}, status=404)
    if request.method == "POST":
        stop(link)
    return render(request, "reminders/stop.html", {"link": link, "stopped": request.method == "POST"})


# --- Helpers ---------------------------------------------------------------------------------------------------


def _client(request: HttpRequest) -> Client:
    rows = Client.objects.for_user(request.user).select_related("user", "coach", "reminder_setting")
    client: Client | None = rows.first()
    if client is None:
        raise Http404
    return client


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # client_required let nobody else in
    return request.user


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _refused(words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=422)
