"""Review: the queue beside one session, and what the coach decides about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import coach_required
from clients import adjusting, proposals
from clients.forms.adjust import AdjustForm
from clients.forms.coach import DecisionForm
from clients.inbox import (
    GROUPS,
    KNOW,
    RED_PAIN,
    Queue,
    foremost,
    ladder_for,
    read_items,
    read_queue,
    sessions_for_review,
    when_words,
)
from clients.models import Proposal, Session
from clients.proposals import AlreadyDecided
from clients.reviewing import decided_words, detail_of
from clients.services import comment_on
from clients.views.technique import technique_forms
from config.http import render_page, wants_fragment

TEMPLATE = "coach/clients/review.html"


@require_safe
@coach_required
def review(request: HttpRequest) -> HttpResponse:
    """The queue, with its first session opened."""
    queue = read_queue(request.user)
    first = queue.places[0][0] if queue.places else None
    return _page(request, queue, _session(request, first) if first else None, pane="list")


@require_safe
@coach_required
def review_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, read_queue(request.user), _session(request, pk))


@require_POST
@coach_required
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A verdict, a line with it or alone. 422 at the field, 409 where somebody was quicker: the line stays typed."""
    session, queue = _session(request, pk), read_queue(request.user)
    form, adjust = DecisionForm(request.POST), None
    try:
        proposal = _seen_proposal(request, session)
        if request.POST.get("verdict") == "adjust" and proposal:
            adjust = AdjustForm(request.POST, proposal=proposal, ladder=ladder_for(session, proposal))
        done = (
            form.is_valid()
            and (adjust is None or adjust.is_valid())
            and _carry_out(request, session, proposal, form, adjust)
        )
    except AlreadyDecided as late:
        return _page(
            request, queue, _session(request, pk), form=form, late=_late_words(late.proposal, request.user), status=409
        )
    if not done:
        return _page(request, queue, session, form=form, adjust=adjust, status=422)
    stays = form.cleaned_data["verdict"] == "comment" or _others_wait(session, proposal)
    target = pk if stays else _next(queue, pk)
    return _go(request, reverse("coach:review-item", args=[target]) if target else reverse("coach:review"))


def _session(request: HttpRequest, pk: UUID) -> Any:
    over = (Session.Status.FINISHED, Session.Status.SKIPPED)
    hurts = Q(status=Session.Status.OPEN, sets__pain__gte=RED_PAIN)  # under way, but not to be waited for
    return get_object_or_404(sessions_for_review(request.user).filter(Q(status__in=over) | hurts).distinct(), pk=pk)


def _others_wait(session: Any, decided: Proposal | None) -> bool:
    """Whether another progression of the same day waits for the coach."""
    others = [each for each in session.standing if decided is None or each.pk != decided.pk]
    return any(each.status == Proposal.Status.WAITING for each in others)


def _next(queue: Queue, pk: UUID) -> UUID | None:
    return queue.after(pk) or queue.before(pk)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page: the whole page moves, for htmx too, so that counts and messages are right."""
    if not wants_fragment(request):
        return redirect(url)
    response = HttpResponse()
    response["HX-Redirect"] = url
    return response


def _seen_proposal(request: HttpRequest, session: Any) -> Proposal | None:
    """The proposal that the coach had before them. Raises AlreadyDecided when another one stands by now."""
    seen = request.POST.get("proposal")
    standing = _named(session, seen) or foremost(session)
    if standing is not None and seen and str(standing.pk) != seen:
        raise AlreadyDecided(_held(request, session, seen) or standing)
    return standing


def _named(session: Any, pk: str | None) -> Proposal | None:
    """The standing proposal of this id: a program's day has one for each progression."""
    return next((each for each in session.standing if str(each.pk) == pk), None)


def _held(request: HttpRequest, session: Any, seen: str) -> Proposal | None:
    try:
        return (
            Proposal.objects.for_coach(request.user)
            .select_related("decided_by", "assignment")
            .filter(session=session, pk=seen)
            .first()
        )
    except ValidationError:
        return None


@transaction.atomic
def _carry_out(
    request: HttpRequest, session: Any, proposal: Proposal | None, form: DecisionForm, adjust: AdjustForm | None
) -> bool:
    """Do what was decided and keep the line; both or neither. False when it is refused, with the error at its field."""
    by: Any = request.user
    try:
        with transaction.atomic():
            said = _verdict(session, proposal, form.cleaned_data["verdict"], adjust, by)
            if form.cleaned_data["comment"]:
                comment_on(session, author=by, text=form.cleaned_data["comment"])
    except ValidationError as error:
        _show(error, form, adjust)
        return False
    messages.success(request, said)
    return True


def _verdict(session: Any, proposal: Proposal | None, verdict: str, adjust: AdjustForm | None, by: Any) -> str:
    """Carries out a verdict and returns what to tell the coach. Raises AlreadyDecided and ValidationError."""
    client = session.client
    sees = f"{client.first_name} sees it now." if client.user_id else f"{client.first_name} sees it after signing up."
    if verdict == "comment":
        return f"Sent. {client.first_name} reads it with the session." if client.user_id else "Kept with the session."
    if verdict == "approve":
        return _approve(session, proposal, by, sees)
    if proposal is None:
        raise ValidationError("Nothing was logged, so there is nothing to change. Approve takes it off the list.")
    if verdict == "clear":
        proposals.clear(proposal, by=by)
        return f"{client.first_name} can train again."
    if adjust is not None:
        said = adjust.cleaned_data
        adjusting.adjust(proposal, by=by, wishes=adjust.wishes, coupling=said.get("coupling") or None, note=said["why"])
        return f"Changed. {sees}"
    held = proposals.hold(proposal, by=by)
    return "Held. The stop stays." if _stops(held) else f"Held. {client.first_name} does the last session once more."


def _approve(session: Any, proposal: Proposal | None, by: Any, sees: str) -> str:
    """Approve what waits; for what went through, or was decided before, it says that the coach has seen it."""
    if proposal is None or (session.reviewed_at is None and proposal.status != Proposal.Status.WAITING):
        proposals.mark_reviewed(session, by=by)
        return "Seen."
    held = proposals.approve(proposal, by=by)
    return f"The stop stays. {session.client.first_name} waits for you." if _stops(held) else f"Approved. {sees}"


def _stops(proposal: Proposal) -> bool:
    return "stop" in {side["action"] for side in (proposal.outcome or {}).values()}


def _show(error: ValidationError, form: DecisionForm, adjust: AdjustForm | None) -> None:
    """Each message at the field it is about."""
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, texts in found.items():
        if adjust is not None and name in adjust.fields:
            adjust.add_error(name, texts)
        else:
            form.add_error("comment" if name == "text" else None, texts)


def _late_words(proposal: Proposal, user: Any) -> str:
    if proposal.decided_at:
        return f"{decided_words(proposal, user)} Nothing was changed by you."
    return "New training has overtaken this proposal. Below is what stands now."


def _page(
    request: HttpRequest,
    queue: Queue,
    session: Any,
    *,
    pane: str = "",
    form: DecisionForm | None = None,
    adjust: AdjustForm | None = None,
    late: str = "",
    status: int = 200,
) -> HttpResponse:
    pk = session.pk if session else None
    position = queue.position(pk) if pk else None
    group = queue.places[position][1] if position is not None else KNOW
    about = _named(session, request.POST.get("proposal") or request.GET.get("proposal")) if session else None
    detail = detail_of(session, request.user, group=group, about=about) if session else None
    if detail and detail.proposal and detail.may_change and adjust is None:
        adjust = AdjustForm(proposal=detail.proposal, ladder=ladder_for(session, detail.proposal))
    context = {
        "pane": pane,
        "groups": _groups(request, queue, pk),
        "detail": detail,
        "form": form,
        "adjust": adjust,
        "technique": technique_forms(request.user, session) if detail and _was_trained(session) else [],
        "late": late,
        "position": None if position is None else position + 1,
        "total": len(queue.places),
        "before": queue.before(pk) if pk else None,
        "after": queue.after(pk) if pk else None,
    }
    return render_page(request, TEMPLATE, context, partial="pane", status=status)


def _was_trained(session: Session) -> bool:
    return session.status == Session.Status.FINISHED


def _groups(request: HttpRequest, queue: Queue, pk: UUID | None) -> list[dict[str, Any]]:
    """The list as drawn: groups with their full count and the rows around the shown one."""
    items = read_items(request.user, queue.window(pk))
    rows = [
        {
            "item": item,
            "when": when_words(item.session.finished_at or item.session.opened_at, request.user),
            "current": item.session.pk == pk,
        }
        for item in items
    ]
    groups = [
        {"name": name, "count": queue.count(group), "rows": [row for row in rows if row["item"].group == group]}
        for group, name in GROUPS.items()
    ]
    return [group for group in groups if group["count"]]
