"""A client opens the link from the invitation: who invites, and how to sign in from now on."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.tenancy import practice_scope
from clients.forms.client import JoinForm
from clients.models import Invitation
from clients.people import InvitationUsed, accept_invitation, find_invitation, split_token

PAGE = "invite/join.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. An unknown, used or expired link is 410, one page for all three."""
    try:
        practice_id, secret = split_token(token)
        with practice_scope(practice_id, request.user.pk):
            return _join(request, find_invitation(practice_id, secret))
    except InvitationUsed:
        return render(request, "invite/used.html", status=410)


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        return _as_member(request, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        sign_in = f"{reverse('account_login')}?next={request.path}"
        return render(request, PAGE, {"invitation": invitation, "known": True, "sign_in": sign_in})
    if request.method == "POST" and request.POST.get("way") == "code":
        return _by_code(request, invitation)
    return _by_password(request, invitation)


def _as_member(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Somebody is signed in: the link is theirs when the e-mail is."""
    assert isinstance(request.user, User)
    mine = request.user.email.lower() == invitation.email.lower()
    problem = ""
    if request.method == "POST" and mine:
        try:
            accept_invitation(invitation, user=request.user)
            return redirect("me:today")
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"invitation": invitation, "mine": mine, "other": not mine, "problem": problem}
    return render(request, PAGE, context, status=422 if problem else 200)


def _by_password(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = JoinForm(posted, initial={"display_name": invitation.client.name})
    if request.method == "POST" and form.is_valid() and _good_password(form, invitation):
        name, password = form.cleaned_data["display_name"], form.cleaned_data["password"]
        try:
            user = accept_invitation(invitation, name=name, password=password)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return render(request, PAGE, {"invitation": invitation, "form": form}, status=422)
        return perform_password_login(
            request, {"email": user.email}, Login(user=user, email=user.email, redirect_url=reverse("me:today"))
        )
    return render(request, PAGE, {"invitation": invitation, "form": form}, status=422 if form.is_bound else 200)


def _good_password(form: JoinForm, invitation: Invitation) -> bool:
    person = User(email=invitation.email, display_name=form.cleaned_data["display_name"])
    try:
        validate_password(form.cleaned_data["password"], person)
    except ValidationError as error:
        form.add_error("password", error)
        return False
    return True


def _by_code(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """No password: a code is mailed now and each time. The code itself shows that the mail arrived."""
    form = JoinForm(request.POST)
    form.fields["password"].required = False
    if not form.is_valid():
        return render(request, PAGE, {"invitation": invitation, "form": form}, status=422)
    try:
        user = accept_invitation(invitation, name=form.cleaned_data["display_name"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return render(request, PAGE, {"invitation": invitation, "form": form}, status=422)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect("account_confirm_login_code")
