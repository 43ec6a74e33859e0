"""A client's data as a file, and the end of their account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import client_required
from accounts.confirming import ConfirmForm, has_code, mail_code
from clients.export_files import file_name
from clients.leaving import keeps_account, leave
from clients.models import Attachment, Session, SetLog
from clients.own_export import own_export
from clients.views.exporting import zip_response
from clients.views.own import own_row

PAGE = "client/clients/account_delete.html"


@never_cache
@require_safe
@client_required
def export(request: HttpRequest) -> HttpResponse:
    """What the file has in it, and the way to it."""
    client = own_row(request)
    clips = Attachment.objects.for_user(request.user).filter(client=client)
    context = {"client": client, "clips": clips.count(), "bytes": sum(clips.values_list("size", flat=True))}
    return render(request, "client/clients/export.html", context)


@require_safe
@client_required
def export_file(request: HttpRequest) -> StreamingHttpResponse:
    client = own_row(request)
    return zip_response(own_export(client, _user(request)), file_name(client, client.today()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what does not; with the password or a code it goes. 422 with what is wrong."""
    user = _user(request)
    form = ConfirmForm(request.POST if request.method == "POST" else None, request=request, user=user)
    if not form.is_valid():
        return render(request, PAGE, _context(request, form), status=422 if form.is_bound else 200)
    if leave(user):
        logout(request)
        messages.success(request, gettext("Your account is deleted."))
    else:
        messages.success(request, gettext("What was about you as a client is deleted. Your account stays."))
    response = redirect("home")
    response["Clear-Site-Data"] = '"cache", "storage"'  # nothing of the person stays on the phone either
    return response


@require_POST
@client_required
def delete_code(request: HttpRequest) -> HttpResponse:
    """A code for whoever signs in with codes."""
    own_row(request)
    if mail_code(request, _user(request)):
        messages.success(request, gettext("A code is on its way."))
    else:
        messages.error(request, gettext("Too many codes. Wait a minute."))
    return redirect("me:account-delete")


def _context(request: HttpRequest, form: ConfirmForm) -> dict[str, Any]:
    client, user = own_row(request), _user(request)
    return {
        "client": client,
        "form": form,
        "sessions": Session.objects.for_user(user).filter(client=client).count(),
        "sets": SetLog.objects.for_user(user).filter(client=client).count(),
        "clips": Attachment.objects.for_user(user).filter(client=client).count(),
        "stays": keeps_account(user),
        "by_code": "code" in form.fields,
        "has_code": has_code(request),
    }


def _user(request: HttpRequest) -> Any:
    return request.user
