"""Review: the queue beside one card with its evidence. What a coach decides of it is decide.py's."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.access import coach_required, membership_of
from accounts.models import Membership, uuid_in
from clients.attention import worst_set
from clients.card_detail import card_detail_of
from clients.forms.adjust import AdjustForm
from clients.forms.coach import DecisionForm
from clients.forms.technique import TechniqueForm
from clients.inbox import (
    GROUPS,
    Queue,
    attention_count,
    ladder_for,
    read_items,
    read_queue,
    sessions_for_review,
    today_of,
    version_of,
    when_words,
    with_words,
)
from clients.inbox_words import REASON_NAMES
from clients.models import Proposal, ReviewCard, Session
from clients.queue_filter import ALL, QueueFilter
from clients.reviewing import detail_of
from clients.tagging import known_tags
from clients.talking import mark_seen
from clients.verdicts import undoable
from config.http import is_looked_at, render_page, wants_fragment
from programs.engine.judging import PAIN_RED

TEMPLATE = "coach/clients/review.html"


@require_safe
@coach_required
def review(request: HttpRequest) -> HttpResponse:
    """The queue, with its first card opened."""
    queue = read_queue(request.user, narrowed(request))
    first = queue.places[0][0] if queue.places else None
    return draw(request, queue, subject(request, first) if first else None, pane="list")


@require_safe
@coach_required
def review_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opened by its own address its comments are seen. Beside the list a phone does not show them: a wide screen asks
    for this address, too.
    """
    user: Any = request.user
    shown = subject(request, pk)
    if is_looked_at(request):
        mark_seen(_said(shown), by=user)
    return draw(request, read_queue(user, narrowed(request)), shown)


def _said(shown: Any) -> Any:
    """The comments that a card shows."""
    return shown.comments.all() if isinstance(shown, Session) else shown.client.comments.all()


def _version(request: HttpRequest) -> str:
    return f'"{version_of(request.user, narrowed(request))} {request.GET.get("at", "")[:36]}"'


@require_safe
@coach_required
@condition(etag_func=_version)
def review_list(request: HttpRequest) -> HttpResponse:
    """The rows alone, asked for again and again: 304 while nothing has changed."""
    queue = read_queue(request.user, narrowed(request))
    pk = uuid_in(request.GET.get("at", ""))
    context = {"groups": _groups(request, queue, pk), "waiting": attention_count(request.user), "found": bool(pk)}
    response = render(request, "coach/clients/_queue.html", context | _narrowing(request))
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@coach_required
def review_filter(request: HttpRequest) -> HttpResponse:
    """Narrow the queue, for this coach, until they clear it."""
    user: Any = request.user
    membership = Membership.objects.for_user(user).get(user=user)
    wanted = ALL if "clear" in request.POST else QueueFilter.read(request.POST)
    membership.review_filter = wanted.stored
    membership.save(update_fields=["review_filter"])
    return redirect("coach:review")


def narrowed(request: HttpRequest) -> QueueFilter:
    membership = membership_of(request.user)
    return QueueFilter.of(membership) if membership else ALL


def subject(request: HttpRequest, pk: UUID) -> Any:
    """What an address of the review names: a session, or a card that is about none."""
    over = (Session.Status.FINISHED, Session.Status.SKIPPED)
    found = sessions_for_review(request.user).filter(pk=pk).first()
    cards = with_words(ReviewCard.objects.for_coach(request.user), request.user).select_related("client__coach")
    if found is not None and found.status not in over:
        worst = worst_set(found)  # under way, but red pain is not to be waited for, nor what a phone brought to light
        told = (worst and worst.pain >= PAIN_RED) or cards.open().filter(session=found).exists()
        found = found if told else None
    if found is not None:
        return found
    return get_object_or_404(cards.filter(session=None), pk=pk)


def named(session: Any, pk: str | None) -> Proposal | None:
    """The standing proposal of this id: a program's day has one for each progression."""
    return next((each for each in session.standing if str(each.pk) == pk), None)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page: the whole page moves, for htmx too, so that counts and messages are right."""
    if not wants_fragment(request):
        return redirect(url)
    response = HttpResponse()
    response["HX-Redirect"] = url
    return response


def draw(
    request: HttpRequest,
    queue: Queue,
    shown: Any,
    *,
    pane: str = "",
    form: DecisionForm | None = None,
    adjust: AdjustForm | None = None,
    late: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page: list and detail. `shown`: a session, a card without one, or None when nothing waits."""
    pk = shown.pk if shown else None
    position = queue.position(pk) if pk else None
    context = {
        "pane": pane,
        "groups": _groups(request, queue, pk),
        "form": form,
        "late": late,
        "address": pk,
        "is_new": shown is not None and any(comment.seen_by_coach_at is None for comment in _said(shown)),
        "position": None if position is None else position + 1,
        "total": len(queue.places),
        "before": queue.before(pk) if pk else None,
        "after": queue.after(pk) if pk else None,
        "today": today_of(request.user),
        "undoable": undoable(request.user),
        **_narrowing(request),
        **_shown(request, shown, adjust),
    }
    return render_page(request, TEMPLATE, context, partial="pane", status=status)


def _shown(request: HttpRequest, shown: Any, adjust: AdjustForm | None) -> dict[str, Any]:
    if shown is None:
        return {"detail": None, "card": None}
    if isinstance(shown, ReviewCard):
        return {"detail": None, "card": card_detail_of(shown, request.user)}
    about = named(shown, request.POST.get("proposal") or request.GET.get("proposal"))
    detail = detail_of(shown, request.user, about=about)
    if detail.proposal and detail.may_change and adjust is None:
        adjust = AdjustForm(proposal=detail.proposal, ladder=ladder_for(shown, detail.proposal))
    trained = shown.status == Session.Status.FINISHED
    return {
        "detail": detail,
        "card": None,
        "adjust": adjust,
        "technique": [TechniqueForm(item=item) for item in shown.items.all() if item.targets.all()] if trained else [],
    }


def _narrowing(request: HttpRequest) -> dict[str, Any]:
    """What the filter shows: what it is set to, and what there is to choose."""
    coaches = Membership.objects.for_user(request.user).coaches().select_related("user").order_by("created_at")
    wanted = narrowed(request)
    people = [each.user for each in coaches]
    return {
        "wanted": wanted,
        "tags": known_tags(request.user),
        "coaches": people,
        "reasons": REASON_NAMES,
        "narrowed_to": _in_words(wanted, people),
    }


def _in_words(wanted: QueueFilter, coaches: list[Any]) -> str:
    """`Stalled · Tomas Arriaga · knee`."""
    coach = next((each.name for each in coaches if each.pk == wanted.coach), "")
    return " · ".join(part for part in (str(REASON_NAMES.get(wanted.reason, "")), coach, wanted.tag) if part)


def _groups(request: HttpRequest, queue: Queue, pk: UUID | None) -> list[dict[str, Any]]:
    """The list as drawn: groups with their full count and the rows around the shown one."""
    items = read_items(request.user, queue.window(pk))
    rows = [
        {"item": item, "when": when_words(item.card.happened_at, request.user), "current": item.card.address == pk}
        for item in items
    ]
    groups = [
        {"name": name, "count": queue.count(group), "rows": [row for row in rows if row["item"].group == group]}
        for group, name in GROUPS.items()
    ]
    return [group for group in groups if group["count"]]
