"""What a phone sent that could not be placed, in words for the coach. Reads only."""

from clients.models import Client, PhoneAction, Session, Side

WHY = {
    "gone": "its session is no longer there",
    "changed": "another exercise stands in its place",
    "ended": "what it belongs to has ended",
    "not_due": "its day was moved or removed",
    "blocked": "training it is stopped until you have looked",
    "side": "the exercise has other sides now",
    "other_place": "its form had logged another set",
    "other_content": "it was sent before with other words",
    "later": "a later answer holds",
    "finished": "the session was finished meanwhile",
    "nothing_logged": "nothing was logged",
    "figure": "a figure is not possible",
    "kind": "it is of no known kind",
}


def apart_words(action: PhoneAction, client: Client) -> str:
    """`From the phone, 3 Jan 10:12: left, set 2, 42.5 kg × 8. Not placed: its session is no longer there.`"""
    moment = action.said_at.astimezone(client.zone)
    why = WHY.get(action.reason, "it did not fit")
    return f"From the phone, {moment.day} {moment:%b %H:%M}: {said(action)}. Not placed: {why}."


def said(action: PhoneAction) -> str:
    """The action as it was sent."""
    data = action.data
    if action.kind == PhoneAction.Kind.SET:
        return _set(data)
    reasons = dict(Session.SkipReason.choices)
    parts = {
        PhoneAction.Kind.STOP: ["stopped for pain"],
        PhoneAction.Kind.SKIP_SESSION: ["skipped", str(reasons.get(data.get("skip_reason", ""), "")).lower()],
        PhoneAction.Kind.FINISH: [
            "finished",
            f"effort {data['effort']} of 10" if data.get("effort") else "",
            "a warning sign is new" if data.get("red_flag") else "",
            _quoted(data.get("note", "")),
        ],
        PhoneAction.Kind.MORNING: [f"the morning after, pain {data.get('pain', '')} of 10"],
    }
    words = parts.get(PhoneAction.Kind(action.kind), [_quoted(data.get("text", ""))])
    return ", ".join(part for part in words if part) or action.get_kind_display().lower()


def _set(data: dict[str, str]) -> str:
    side, number = data.get("side", ""), data.get("set_number", "")
    where = f"{dict(Side.choices).get(side, side)}, set {number}".lower()
    if data.get("kind") == "skipped":
        return f"{where}, skipped"
    amount = f"{data['seconds']} s" if data.get("seconds") else data.get("reps", "")
    figures = f"{data.get('load', '')} {data.get('unit', '')} × {amount}"
    rest = [f"RIR {data['rir']}" if data.get("rir") else "", f"pain {data['pain']}" if data.get("pain") else ""]
    return ", ".join(part for part in (where, figures, *rest) if part)[:300]


def _quoted(text: str) -> str:
    return f"“{text[:300]}”" if text else ""
