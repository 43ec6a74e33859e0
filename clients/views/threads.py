"""Messages: the thread of a client, for their coaches and for themselves."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import client_required, coach_required
from clients.forms.client import CommentForm
from clients.models import Client
from clients.talking import comment_on, mark_seen
from clients.threads import thread_of
from clients.today import client_of
from config.http import is_looked_at


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.for_coach(request.user).select_related("coach"), pk=pk)
    return _thread(request, client, "coach/clients/messages.html", reverse("coach:client-messages", args=[pk]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def own_messages(request: HttpRequest) -> HttpResponse:
    client = client_of(request.user)
    if client is None:
        raise Http404
    return _thread(request, client, "client/clients/messages.html", reverse("me:messages"))


def _thread(request: HttpRequest, client: Client, template: str, address: str) -> HttpResponse:
    """Read it, or write a line and read on. What a refused line said stays typed."""
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _written(request, client, form):
        return redirect(f"{address}#newest")
    thread = thread_of(client, request.user, number=request.GET.get("page"))
    if is_looked_at(request):
        mark_seen(thread.comments, by=_user(request))
    context = {"client": client, "thread": thread, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _written(request: HttpRequest, client: Client, form: CommentForm) -> bool:
    try:
        comment_on(client, author=_user(request), text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error("text", error.message_dict["text"])
        return False
    return True


def _user(request: HttpRequest) -> Any:
    return request.user
