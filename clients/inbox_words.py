"""The reasons of a card in words: a badge each, and one sentence for the row of the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clients.models import ReviewCard
from clients.words import headline_of
from programs.sentences import load_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Why a card is in the queue, in two or three words."""

    tone: str
    icon: str
    text: str


# What a reason is called in the filter, in the order of the queue.
REASON_NAMES = {
    "red_flag": "Warning sign",
    "pain_red": "Pain of 6 or more",
    "stopped": "Stopped",
    "pain_twice": "Pain twice running",
    "pain": "Pain of 3 to 5",
    "skipped_pain": "Skipped for pain",
    "move_up": "Ready to move up",
    "move_down": "A rung down",
    "reduce_load": "Stalled",
    "resume": "Back after a break",
    "deload": "Lighter week",
    "intensify": "No heavier load",
    "over_achieved": "Far over target",
    "waits": "Yours to confirm",
    "failed_three": "Failed three times",
    "message": "Message",
    "clip": "A clip",
    "missed": "Missed sessions",
    "asymmetry_consistent": "Asymmetry consistent",
    "asymmetry_widening": "Asymmetry widening",
    "asymmetry_possible": "Asymmetry possible",
    "best": "New best",
    "technique_unjudged": "Technique not judged",
    "two_phones": "Two phones differ",
    "apart": "Sent, not placed",
    "note": "A note",
    "skipped": "Skipped",
    "nothing_logged": "Nothing logged",
    "same_again": "Same again",
    "on_track": "On track",
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
        return f"Pain {value} the morning after" if reason.get("morning") else f"Pain {value} of 10"
    if code == "missed":
        return f"Missed {value}"
    if code == "message" and reason["value"] > 1:
        return f"{value} messages"
    if code == "clip" and reason["kind"] == "image":
        return "A photo"
    return REASON_NAMES[code]


def sentence_of(card: ReviewCard) -> str:
    """What the row says beside the badge."""
    reason = card.reasons[0]
    session = card.session
    if session is not None and session.status == "skipped":
        return session.note or f"Did not train: {session.get_skip_reason_display().lower()}."
    told = _told(reason, card)
    if told:
        return told
    if card.proposal is not None:
        progression: Any = card.proposal.assignment.ladder  # its rungs are read with the card
        return headline_of(card.proposal, progression.ladder, unit=card.client.unit)
    return (session.note if session else "") or "Nothing was logged."


def _told(reason: dict[str, Any], card: ReviewCard) -> str:
    """A reason with its figures; empty where what is proposed says more."""
    code, side = reason["code"], reason.get("side", "")
    who = side.capitalize() if side else "Both sides"
    if code in ("pain_red", "pain", "pain_twice", "stopped"):
        return _where_it_hurt(reason)
    if code == "red_flag":
        return (card.session.note if card.session else "") or "One of the warning signs is new."
    if code == "missed":
        return (
            "No session since they were last due." if reason["value"] == 1 else f"{reason['value']} sessions running."
        )
    if code == "clip":
        return _what_to_see(reason, who)
    if code == "message":
        return getattr(card, "wrote", None) or "Wrote to you."
    if code == "two_phones":
        return "A set was logged on two phones. What was logged later holds; the log shows both."
    if code == "apart":
        return "Something logged without signal could not be placed. It stands in the log."
    if code.startswith("asymmetry"):
        return f"{side.capitalize()} weaker in {reason['n']} of {reason['n']}, mean {reason['value']} %."
    if code == "best":
        return f"{who} {load_text(Decimal(reason['value']), reason['unit'])} × {reason['reps']}, the most on this rung."
    return ""


def _what_to_see(reason: dict[str, Any], who: str) -> str:
    """`A clip of left, set 3.`, `2 to look at, the first of left, set 3.`"""
    of = f"{who.lower()}, set {reason['set']}."
    if reason["value"] > 1:
        return f"{reason['value']} to look at, the first of {of}"
    return f"A {'photo' if reason['kind'] == 'image' else 'clip'} of {of}"


def _where_it_hurt(reason: dict[str, Any]) -> str:
    """`Right, set 3: pain 5. Stopped there.`, or the morning's answer."""
    if reason.get("morning"):
        return "It hurt the morning after."
    if "set" not in reason:
        return "Training is stopped until you have looked."
    exercise = f"{reason['exercise']}. " if reason["exercise"] else ""
    where = f"{exercise}{reason['side'].capitalize() or 'Both sides'}, set {reason['set']}"
    pain = f": pain {reason['value']}." if reason["value"] is not None else "."
    return f"{where}{pain}{' Stopped there.' if reason['stopped'] else ''}"
