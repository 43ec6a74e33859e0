"""What a coach decides in the review: one card, many at once, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required
from clients import verdicts
from clients.attention import STOP, foremost
from clients.cards import card_of
from clients.forms.adjust import AdjustForm
from clients.forms.coach import DecisionForm
from clients.inbox import Queue, cards_for_list, item_of, ladder_for, queue, read_queue, today_of
from clients.inbox_words import REASON_NAMES
from clients.models import Proposal, ReviewCard
from clients.proposals import AlreadyDecided
from clients.reviewing import decided_words
from clients.tagging import chosen_ids
from clients.talking import comment_on
from clients.verdicts import NothingToUndo, Own
from clients.views.review import draw, go, named, narrowed, subject
from clients.words import sees_it, side_word
from exercises.words import short_day

TOGETHER = 100  # cards that are shown, and approved, in one go


@require_POST
@coach_required
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A verdict, a line with it or alone. 422 at the field, 409 where somebody was quicker: the line stays typed."""
    shown, places = subject(request, pk), read_queue(request.user, narrowed(request))
    form, adjust = DecisionForm(request.POST, today=today_of(request.user)), None
    try:
        proposal = _seen_proposal(request, shown)
        if request.POST.get("verdict") == "adjust" and proposal:
            adjust = AdjustForm(request.POST, proposal=proposal, ladder=ladder_for(shown, proposal))
        done = (
            form.is_valid()
            and (adjust is None or adjust.is_valid())
            and _carry_out(request, shown, proposal, form, adjust)
        )
    except AlreadyDecided as late:
        words = f"{_late_words(late.proposal, request.user)}{_typed_words(request)}"
        adjust = _as_typed(request, shown)
        return draw(request, places, subject(request, pk), form=form, adjust=adjust, late=words, status=409)
    if not done:
        return draw(request, places, shown, form=form, adjust=adjust, status=422)
    stays = (form.cleaned_data["verdict"] == "comment" and not _is_over(shown)) or _others_wait(shown, proposal)
    target = pk if stays else _next(places, pk)
    return go(request, reverse("coach:review-item", args=[target]) if target else reverse("coach:review"))


def _as_typed(request: HttpRequest, shown: Any) -> AdjustForm | None:
    """The figures that were typed for a proposal that is no more, beside the one that stands now."""
    proposal = None if isinstance(shown, ReviewCard) else foremost(shown)
    if request.POST.get("verdict") != "adjust" or proposal is None or proposal.decided_at:
        return None
    return AdjustForm(request.POST, proposal=proposal, ladder=ladder_for(shown, proposal))


def _typed_words(request: HttpRequest) -> str:
    """The figures that were typed, in words: where nothing is left to adjust they stand nowhere else."""
    if request.POST.get("verdict") != "adjust":
        return ""
    sides = [side for side in ("left", "right", "both") if f"{side}-load" in request.POST]
    typed = []
    for side in sides:
        load, reps = request.POST.get(f"{side}-load", "")[:12], request.POST.get(f"{side}-reps", "")[:40]
        typed.append(f"{side_word(side)} {load} × {reps}")
    why = request.POST.get("why", "").strip()[:300]
    words = gettext("You had typed: %(typed)s.") % {"typed": ", ".join(typed)}
    return f" {words} “{why}”" if why else f" {words}"


def _is_over(shown: Any) -> bool:
    """Whether answering was all that a card asked for."""
    if not isinstance(shown, ReviewCard):
        return False
    shown.refresh_from_db(fields=["closed_at"])
    return shown.closed_at is not None


def _others_wait(shown: Any, decided: Proposal | None) -> bool:
    """Whether another progression of the same day waits for the coach."""
    if isinstance(shown, ReviewCard):
        return False
    others = [each for each in shown.standing if decided is None or each.pk != decided.pk]
    return any(each.status == Proposal.Status.WAITING for each in others)


def _next(places: Queue, pk: UUID) -> UUID | None:
    return places.after(pk) or places.before(pk)


def _seen_proposal(request: HttpRequest, shown: Any) -> Proposal | None:
    """The proposal that the coach had before them. Raises AlreadyDecided when another one stands by now."""
    if isinstance(shown, ReviewCard):
        return None
    seen = request.POST.get("proposal")
    standing = named(shown, seen) or foremost(shown)
    if standing is not None and seen and str(standing.pk) != seen:
        raise AlreadyDecided(_held(request, shown, seen) or standing)
    return standing


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
    request: HttpRequest, shown: Any, proposal: Proposal | None, form: DecisionForm, adjust: AdjustForm | None
) -> bool:
    """Do what was decided and keep the line; both or neither. False when it is refused, with the error at its field."""
    by: Any = request.user
    try:
        with transaction.atomic():
            card = shown if isinstance(shown, ReviewCard) else card_of(shown.pk)
            said = _verdict(card, proposal, form, adjust, by)
            if form.cleaned_data["comment"]:
                about = shown.client if isinstance(shown, ReviewCard) else shown
                comment_on(about, author=by, text=form.cleaned_data["comment"])
    except ValidationError as error:
        _show(error, form, adjust)
        return False
    messages.success(request, said)
    return True


def _verdict(
    card: ReviewCard, proposal: Proposal | None, form: DecisionForm, adjust: AdjustForm | None, by: Any
) -> str:
    """Carries out a verdict and returns what to tell the coach. Raises AlreadyDecided and ValidationError."""
    client, verdict = card.client, form.cleaned_data["verdict"]
    sees = sees_it(client)
    if verdict == "comment":
        return (
            gettext("Sent. %(name)s reads it.") % {"name": client.first_name}
            if client.user_id
            else gettext("Kept. %(sees)s") % {"sees": sees}
        )
    if verdict == "approve":
        held = verdicts.approve(card, proposal, by=by)
        if held is None:
            return gettext("Seen.")
        return (
            gettext("The stop stays. %(name)s waits for you.") % {"name": client.first_name}
            if held.stops
            else gettext("Approved. %(sees)s") % {"sees": sees}
        )
    if verdict == "snooze":
        until = form.cleaned_data["until"]
        verdicts.snooze(card, until=until, by=by)
        back = {"name": client.first_name, "day": short_day(until)}
        return gettext("%(name)s is back in the queue on %(day)s.") % back
    if proposal is None:
        raise ValidationError(
            gettext("Nothing was logged, so there is nothing to change. Approve takes it off the list.")
        )
    return _changed(card, proposal, verdict, adjust, by, sees)


def _changed(card: ReviewCard, proposal: Proposal, verdict: str, adjust: AdjustForm | None, by: Any, sees: str) -> str:
    """The verdicts that change what comes next."""
    name = card.client.first_name
    if verdict == "clear":
        verdicts.clear(card, proposal, by=by)
        return gettext("%(name)s can train again.") % {"name": name}
    if verdict == "move_up":
        verdicts.move_up(card, proposal, by=by)
        return gettext("A rung up. %(sees)s") % {"sees": sees}
    if adjust is not None:
        said = adjust.cleaned_data
        own = Own(wishes=adjust.wishes, coupling=said.get("coupling") or None, note=said["why"])
        verdicts.adjust(card, proposal, own, by=by)
        return gettext("Changed. %(sees)s") % {"sees": sees}
    held = verdicts.hold(card, proposal, by=by)
    return (
        gettext("Held. The stop stays.")
        if held.stops
        else gettext("Held. %(name)s does the last session once more.") % {"name": name}
    )


def _show(error: ValidationError, form: DecisionForm, adjust: AdjustForm | None) -> None:
    """Each message at the field it is about."""
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, texts in found.items():
        if adjust is not None and name in adjust.fields:
            adjust.add_error(name, texts)
        else:
            form.add_error({"text": "comment", "until": "until"}.get(name), texts)


def _late_words(proposal: Proposal, user: Any) -> str:
    if proposal.decided_at:
        return f"{decided_words(proposal, user)} {gettext('Nothing was changed by you.')}"
    return gettext("New training has overtaken this proposal. Below is what stands now.")


# --- Taking back, and many at once -----------------------------------------------------------------------------


@require_POST
@coach_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the coach's newest decision; the page goes to its card."""
    user: Any = request.user
    try:
        undone = verdicts.undo(by=user, expected=chosen_ids([request.POST.get("decision", "")])[0])
    except (NothingToUndo, IndexError) as late:
        messages.error(request, getattr(late, "why", gettext("There is nothing of yours to undo.")))
        return go(request, reverse("coach:review"))
    first = undone[0].card
    count = ngettext("%(count)s decision", "%(count)s decisions", len(undone)) % {"count": len(undone)}
    names = first.client.name if len(undone) == 1 else count
    messages.success(request, gettext("Undone: %(names)s. Lines that were sent stay sent.") % {"names": names})
    return go(request, reverse("coach:review-item", args=[first.address]))


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def together(request: HttpRequest) -> HttpResponse:
    """The cards of one reason with what approving would do, ticked; then all of those in one go."""
    user: Any = request.user
    reason = request.POST.get("reason") or request.GET.get("reason", "")
    reason = reason if reason in REASON_NAMES else ""
    cards = queue(user, narrowed(request)).filter(group__gt=STOP)
    names = _counted(cards)
    if reason:
        cards = cards.filter(reasons__0__code=reason)
    rows = [item_of(card, card.group) for card in _for_list(user, cards)] if reason else []
    problem = ""
    if request.method == "POST":
        ids = set(chosen_ids(request.POST.getlist("card")))
        chosen = [row.card for row in rows if row.card.pk in ids]
        if chosen:
            done, late = verdicts.approve_many(chosen, by=user)
            gone = len(ids) - len(chosen) + len(late)
            said = [gettext("%(count)s approved.") % {"count": done}]
            if gone:
                said.append(gettext("%(count)s had been decided meanwhile.") % {"count": gone})
            messages.success(request, " ".join(said))
            return redirect("coach:review")
        problem = gettext("Nobody is ticked.") if rows else gettext("These were decided meanwhile.")
    context = {"reason": reason, "name": REASON_NAMES.get(reason, ""), "rows": rows, "names": names, "problem": problem}
    return render(request, "coach/clients/together.html", context, status=422 if problem else 200)


def _counted(cards: Any) -> list[tuple[str, str, int]]:
    """Reasons that come first on a card, with how many cards: (code, name, count)."""
    first = [reasons[0]["code"] for reasons in cards.values_list("reasons", flat=True)]
    return [(code, str(name), first.count(code)) for code, name in REASON_NAMES.items() if code in first]


def _for_list(user: Any, cards: Any) -> list[Any]:
    groups = dict(cards.values_list("pk", "group")[:TOGETHER])
    found = list(cards_for_list(user).filter(pk__in=list(groups)).order_by("client__name", "pk"))
    for card in found:
        card.group = groups[card.pk]
    return found
