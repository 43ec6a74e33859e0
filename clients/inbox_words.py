"""The reasons of a card in words: a badge each, and one sentence for the row of the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import ReviewCard, Side
from clients.words import headline_of
from exercises.words import decimal_words, told, within
from programs.sentences import load_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Why a card is in the queue, in two or three words."""

    tone: str
    icon: str
    text: Any


# What a reason is called in the filter, in the order of the queue.
REASON_NAMES = {
    "red_flag": _("Warning sign"),
    "pain_red": _("Pain of 6 or more"),
    "stopped": _("Stopped"),
    "pain_twice": _("Pain twice running"),
    "pain": _("Pain of 3 to 5"),
    "skipped_pain": _("Skipped for pain"),
    "move_up": _("Ready to move up"),
    "move_down": _("A rung down"),
    "reduce_load": _("Stalled"),
    "resume": _("Back after a break"),
    "deload": _("Lighter week"),
    "intensify": _("No heavier load"),
    "over_achieved": _("Far over target"),
    "waits": _("Yours to confirm"),
    "failed_three": _("Failed three times"),
    "message": _("Message"),
    "clip": _("A clip"),
    "missed": _("Missed sessions"),
    "asymmetry_consistent": _("Asymmetry consistent"),
    "asymmetry_widening": _("Asymmetry widening"),
    "asymmetry_possible": _("Asymmetry possible"),
    "best": _("New best"),
    "technique_unjudged": _("Technique not judged"),
    "two_phones": _("Two phones differ"),
    "apart": _("Sent, not placed"),
    "note": _("A note"),
    "skipped": _("Skipped"),
    "nothing_logged": _("Nothing logged"),
    "same_again": _("Same again"),
    "on_track": _("On track"),
}
LOOKS = {
    "red_flag": ("danger", "pain"),
    "pain_red": ("danger", "pain"),
    "stopped": ("danger", "pain"),
    "pain_twice": ("danger", "pain"),
    "pain": ("danger", "pain"),
    "skipped_pain": ("danger", "pain"),
    "move_up": ("accent", "move-up"),
    "move_down": ("caution", "down"),
    "reduce_load": ("caution", "stalled"),
    "resume": ("caution", "missed"),
    "deload": ("caution", "down"),
    "intensify": ("accent", "move-up"),
    "over_achieved": ("accent", "move-up"),
    "waits": ("accent", "adjust"),
    "failed_three": ("caution", "stalled"),
    "message": ("accent", "message"),
    "clip": ("accent", "video"),
    "missed": ("caution", "missed"),
    "asymmetry_consistent": ("caution", "widening"),
    "asymmetry_widening": ("caution", "widening"),
    "asymmetry_possible": ("plain", "widening"),
    "best": ("plain", "pr"),
    "technique_unjudged": ("plain", "flag"),
    "two_phones": ("plain", "flag"),
    "apart": ("plain", "flag"),
    "note": ("plain", "message"),
    "skipped": ("plain", "missed"),
    "nothing_logged": ("plain", "missed"),
    "same_again": ("plain", "stalled"),
    "on_track": ("plain", "check"),
}


def badges_of(card: ReviewCard) -> list[Badge]:
    """A badge for each reason, the most urgent first; two reasons of one name are one badge."""
    found: dict[str, Badge] = {}
    for reason in card.reasons:
        tone, icon = LOOKS[reason["code"]]
        icon = "camera" if reason.get("kind") == "image" else icon
        text = _badge_text(reason)
        found.setdefault(text, Badge(tone=tone, icon=icon, text=text))
    return list(found.values())


def _badge_text(reason: dict[str, Any]) -> str:
    code, value = reason["code"], reason.get("value")
    if code in ("pain_red", "pain"):
        return (
            gettext("Pain %(value)s the morning after") % {"value": value}
            if reason.get("morning")
            else gettext("Pain %(value)s of 10") % {"value": value}
        )
    if code == "missed":
        return gettext("Missed %(count)s") % {"count": value}
    if code == "message" and reason["value"] > 1:
        return gettext("%(value)s messages") % {"value": value}
    if code == "clip" and reason["kind"] == "image":
        return gettext("A photo")
    return str(REASON_NAMES[code])


def sentence_of(card: ReviewCard) -> str:
    """What the row says beside the badge."""
    reason = card.reasons[0]
    session = card.session
    if session is not None and session.status == "skipped":
        why = {"reason": within(session.get_skip_reason_display())}
        return session.note or gettext("Did not train: %(reason)s.") % why
    said = _said(reason, card)
    if said:
        return said
    if card.proposal is not None:
        progression: Any = card.proposal.assignment.ladder  # its rungs are read with the card
        return headline_of(card.proposal, progression.ladder, unit=card.client.unit)
    return (session.note if session else "") or gettext("Nothing was logged.")


def _said(reason: dict[str, Any], card: ReviewCard) -> str:
    """A reason with its figures; empty where what is proposed says more."""
    code, side = reason["code"], reason.get("side", "")
    who = str(Side(side or "both").label)
    if code in ("pain_red", "pain", "pain_twice", "stopped"):
        return _where_it_hurt(reason)
    if code == "red_flag":
        return (card.session.note if card.session else "") or gettext("One of the warning signs is new.")
    if code == "missed":
        return (
            gettext("No session since they were last due.")
            if reason["value"] == 1
            else gettext("%(value)s sessions running.") % {"value": reason["value"]}
        )
    if code == "clip":
        return _what_to_see(reason, who)
    if code == "message":
        return getattr(card, "wrote", None) or gettext("Wrote to you.")
    if code == "two_phones":
        return gettext("A set was logged on two phones. What was logged later holds; the log shows both.")
    if code == "apart":
        return gettext("Something logged without signal could not be placed. It stands in the log.")
    if code.startswith("asymmetry"):
        weaker = {
            "left": gettext("Left weaker in %(n)s of %(n)s, mean %(mean)s %%."),
            "right": gettext("Right weaker in %(n)s of %(n)s, mean %(mean)s %%."),
        }
        return weaker[side] % {"n": reason["n"], "mean": decimal_words(str(reason["value"]))}
    if code == "best":
        best = {"side": who, "load": load_text(Decimal(reason["value"]), reason["unit"]), "reps": reason["reps"]}
        return gettext("%(side)s %(load)s × %(reps)s, the most on this rung.") % best
    return ""


def _what_to_see(reason: dict[str, Any], who: str) -> str:
    """`A clip of left, set 3.`, `2 to look at, the first of left, set 3.`"""
    of = {"side": within(who), "number": reason["set"], "count": reason["value"]}
    if reason["value"] > 1:
        return gettext("%(count)s to look at, the first of %(side)s, set %(number)s.") % of
    if reason["kind"] == "image":
        return gettext("A photo of %(side)s, set %(number)s.") % of
    return gettext("A clip of %(side)s, set %(number)s.") % of


def _where_it_hurt(reason: dict[str, Any]) -> str:
    """`Right, set 3: pain 5. Stopped there.`, or the morning's answer."""
    if reason.get("morning"):
        return gettext("It hurt the morning after.")
    if "set" not in reason:
        return gettext("Training is stopped until you have looked.")
    said = [f"{told(reason['exercise'])}."] if reason["exercise"] else []
    place = {"side": Side(reason["side"] or "both").label, "number": reason["set"], "pain": reason["value"]}
    hurt = gettext("%(side)s, set %(number)s: pain %(pain)s.")
    said.append((hurt if reason["value"] is not None else gettext("%(side)s, set %(number)s.")) % place)
    return " ".join([*said, gettext("Stopped there.")] if reason["stopped"] else said)
