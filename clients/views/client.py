"""The client's pages: today, sets, the end of a session, the morning after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import client_required
from accounts.models import User
from clients.card import RIR_CHOICES, RIR_MORE, Card, card_of, cards_of, items_for
from clients.clip_page import listed, sets_to_show
from clients.forms.client import CommentForm, FinishForm, MorningForm, SetForm, SkipForm
from clients.forms.clips import ClipForm
from clients.keeping import OtherPlace, keep_set, stop_rest
from clients.models import Session, SessionItem, SetLog
from clients.services import answer_morning, correct_set, finish_session, skip_session
from clients.summary import sessions_for, summary_of
from clients.talking import comment_on, mark_seen
from clients.today import first_name, pain_scale, read_day, stepper_words
from config.http import is_looked_at, render_page, wants_fragment

SAVED = "Kickstand-Saved"  # names the set that is held now; the phone forgets its copy only then
SENDER = "Kickstand-User"  # for whom the phone kept the set
TODAY = "client/clients/today.html"
SHOWN = (
    "load",
    "reps",
    "seconds",
    "rir",
    "rir_more",
    "pain",
    "skip_reason",
)  # fields of a set that have a place for their error


# --- Today and its sets ---------------------------------------------------------------------------------------


@never_cache
@require_safe
@client_required
def today(request: HttpRequest) -> HttpResponse:
    day = read_day(request.user, open_key=request.GET.get("open", ""), opens=is_looked_at(request))
    return render(request, TODAY, {"day": day, **forms_here(), **card_words()})


def forms_here() -> dict[str, Form]:
    """The forms of pages that a phone without signal cannot fetch."""
    return {"morning_form": MorningForm(), "finish_form": FinishForm(), "skip_form": SkipForm()}


@require_POST
@client_required
def set_log(request: HttpRequest) -> HttpResponse:
    """Keep a set, new or corrected. Answers htmx and the outbox with the card; `Kickstand-Saved` names what is held."""
    if request.headers.get(SENDER, str(request.user.pk)) != str(request.user.pk):
        return HttpResponseForbidden(
            _("This set was logged by somebody else on this phone.") + "\n", content_type="text/plain"
        )
    item = _item(request)
    form = SetForm(request.POST)
    row = _keep(form, item, by=_user(request)) if form.is_valid() else None
    return _saved(request, row, form.cleaned_data["uuid"]) if row else _refused(request, form, item)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def set_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other figures for a set that is there; what was there is kept."""
    row = get_object_or_404(SetLog.objects.for_user(request.user).select_related("item__session"), pk=pk)
    form = SetForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            correct_set(row, form.facts(), by=_user(request))
            return _after(row.item.session)
        except ValidationError as error:
            _tell(form, error)
    card = _card(request, row.item_id, f"{row.side}-{row.set_number}", form)
    return render(
        request,
        "client/clients/correct.html",
        {"card": card, "row": row, **card_words()},
        status=422 if form.is_bound else 200,
    )


@require_POST
@client_required
def session_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pain ends the exercise that is named, and the day goes on; else all: what was not logged is stopped."""
    session, one = _open_session(request, pk), request.POST.get("item", "")
    for item in session.items.all():
        if one in ("", str(item.pk)):
            stop_rest(item)
    return redirect("me:today") if one else redirect("me:finish", pk=session.pk)


def _item(request: HttpRequest) -> SessionItem:
    try:
        pk = UUID(request.POST.get("item", ""))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(SessionItem.objects.for_user(request.user).select_related("session__client"), pk=pk)


def _keep(form: SetForm, item: SessionItem, *, by: User) -> SetLog | None:
    try:
        return keep_set(item, form.facts(), by=by)[0]
    except OtherPlace as other:
        form.add_error(None, f"{other} {_('Look at the figures and log again.')}")
    except ValidationError as error:
        _tell(form, error)
    return None


def _saved(request: HttpRequest, row: SetLog, uuid: UUID) -> HttpResponse:
    if not wants_fragment(request):
        return _after(row.session)
    response = render_page(request, TODAY, {"card": _card(request, row.item_id), **card_words()}, partial="card")
    response[SAVED] = str(uuid)
    return response


def _refused(request: HttpRequest, form: SetForm, item: SessionItem) -> HttpResponse:
    """The card again with what was typed, and what is wrong at its field. A place that is none opens the next."""
    key = f"{form.data.get('side')}-{form.data.get('set_number')}"
    context = {"card": _card(request, item.pk, key, form), **card_words()}
    if wants_fragment(request):
        return render_page(request, TODAY, context, partial="card", status=422)
    return render(request, "client/clients/correct.html", context, status=422)


def _card(request: HttpRequest, item_id: Any, open_key: str = "", form: Form | None = None) -> Card:
    if form is None:
        return _in_session(request, item_id)
    card = card_of(items_for(request.user).get(pk=item_id), open_key=open_key, again=True)
    if card.open and form.is_bound:
        card.open.values |= {name: form.data[name] for name in SHOWN if name in form.data}
        told = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        elsewhere = [error for name, errors in told.items() if name not in SHOWN for error in errors]
        card.open.errors = told | {"form": elsewhere}
    return card


def _in_session(request: HttpRequest, item_id: Any) -> Card:
    """The card among those of its session: the next set may be another exercise's turn."""
    cards = cards_of(items_for(request.user).filter(session__items=item_id).order_by("position"))
    return next(card for card in cards if card.item.pk == item_id)


def _after(session: Session) -> HttpResponse:
    return redirect("me:today") if session.status == Session.Status.OPEN else redirect("me:done", pk=session.pk)


def card_words() -> dict[str, Any]:
    return {
        "rir_choices": RIR_CHOICES,
        "rir_more": RIR_MORE,
        "pain_scale": pain_scale(),
        "skip_reasons": Session.SkipReason.choices,
        "words": stepper_words(),
    }


def _tell(form: Form, error: ValidationError) -> None:
    """A service's refusal at the form's field, or above the form where it has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the post, also an empty one."""
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # client_required let nobody else in
    return request.user


# --- The end of a session -------------------------------------------------------------------------------------


def _session(request: HttpRequest, pk: UUID) -> Session:
    return get_object_or_404(sessions_for(request.user), pk=pk)


def _open_session(request: HttpRequest, pk: UUID) -> Session:
    return get_object_or_404(sessions_for(request.user).filter(status=Session.Status.OPEN), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = get_object_or_404(sessions_for(request.user).exclude(status=Session.Status.SKIPPED), pk=pk)
    form = FinishForm(
        _posted(request), initial={"effort": session.effort, "note": session.note, "red_flag": session.red_flag}
    )
    cards = cards_of(items_for(request.user).filter(session=session).order_by("position"))
    if request.method == "POST" and form.is_valid() and _anything_logged(form, session):
        finish_session(session, **form.cleaned_data)
        return redirect("me:done", pk=session.pk)
    context = {"session": session, "form": form, "cards": cards, "missing": sum(card.missing for card in cards)}
    return render(request, "client/clients/finish.html", context, status=422 if form.is_bound else 200)


def _anything_logged(form: Form, session: Session) -> bool:
    if session.sets.exists():
        return True
    form.add_error(None, _("Nothing is logged yet. Log a set, or skip the session and say why."))
    return False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _open_session(request, pk)
    form = SkipForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        session = skip_session(session, reason=form.cleaned_data["skip_reason"])
        messages.success(request, _("Skipped. Your coach sees why."))
        return redirect("me:done", pk=session.pk)
    context = {"session": session, "form": form, "logged": session.sets.exists()}
    return render(request, "client/clients/skip.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@client_required
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    if session.status == Session.Status.OPEN:
        return redirect("me:today")
    return done_page(request, session)


def done_page(
    request: HttpRequest, session: Session, *, form: CommentForm | None = None, clip_form: ClipForm | None = None
) -> HttpResponse:
    """The page of a session that is over. 422 with a form of it that was refused."""
    said = list(session.comments.select_related("author"))
    if is_looked_at(request):
        mark_seen(said, by=_user(request))
    context = {
        "summary": summary_of(session, request.user),
        "session": session,
        "form": form or CommentForm(),
        "clip_form": clip_form or ClipForm(sets=sets_to_show(request.user, session)),
        "clips": listed(request.user, session),
        "comments": said,
        "asks_tomorrow": session.performed_on == session.client.today() and not session.source,
    }
    return render(request, "client/clients/done.html", context, status=422 if form or clip_form else 200)


@require_POST
@client_required
def comments(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _session(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return done_page(request, session, form=form)
    comment_on(session, author=_user(request), text=form.cleaned_data["text"])
    messages.success(request, _("Sent to %(coach)s.") % {"coach": first_name(session.client.coach.name)})
    return redirect("me:done", pk=session.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def morning(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = get_object_or_404(sessions_for(request.user).filter(status=Session.Status.FINISHED), pk=pk)
    form = MorningForm(_posted(request), initial={"pain": session.next_day_pain})
    if request.method == "POST" and form.is_valid():
        answer_morning(session, pain=form.cleaned_data["pain"])
        return redirect("me:today")
    context = {"session": session, "form": form, "pain_scale": pain_scale()}
    return render(request, "client/clients/morning.html", context, status=422 if form.is_bound else 200)
