"""What a phone sent that could not be placed, in words for the coach. Reads only."""

import datetime as dt

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client, PhoneAction, Session, Side
from clients.schedule import day_words
from exercises.words import minute_of, within

WHY = {
    "gone": _("its session is no longer there"),
    "changed": _("another exercise stands in its place"),
    "ended": _("what it belongs to has ended"),
    "not_due": _("its day was moved or removed"),
    "not_moved": _("the session cannot be moved any more"),
    "not_free": _("that day is not free any more"),
    "blocked": _("training it is stopped until you have looked"),
    "side": _("the exercise has other sides now"),
    "other_place": _("its form had logged another set"),
    "other_content": _("it was sent before with other words"),
    "later": _("a later answer holds"),
    "finished": _("the session was finished meanwhile"),
    "nothing_logged": _("nothing was logged"),
    "not_swapped": _("the other exercise could not be taken any more"),
    "figure": _("a figure is not possible"),
    "kind": _("it is of no known kind"),
}


def apart_words(action: PhoneAction, client: Client) -> str:
    """`From the phone, 3 Jan 10:12: left, set 2, 42.5 kg × 8. Not placed: its session is no longer there.`"""
    moment = action.said_at.astimezone(client.zone)
    why = WHY.get(action.reason, _("it did not fit"))
    facts = {"moment": minute_of(moment), "action": said(action), "why": why}
    return gettext("From the phone, %(moment)s: %(action)s. Not placed: %(why)s.") % facts


def said(action: PhoneAction) -> str:
    """The action as it was sent."""
    data = action.data
    if action.kind == PhoneAction.Kind.SET:
        return _set(data)
    reasons = dict(Session.SkipReason.choices)
    parts = {
        PhoneAction.Kind.STOP: [gettext("stopped for pain")],
        PhoneAction.Kind.SWAP: [gettext("another exercise taken")],
        PhoneAction.Kind.SKIP_SESSION: [gettext("skipped"), within(str(reasons.get(data.get("skip_reason", ""), "")))],
        PhoneAction.Kind.FINISH: [
            gettext("finished"),
            gettext("effort %(effort)s of 10") % {"effort": data["effort"]} if data.get("effort") else "",
            gettext("a warning sign is new") if data.get("red_flag") else "",
            _quoted(data.get("note", "")),
        ],
        PhoneAction.Kind.MORNING: [gettext("the morning after, pain %(pain)s of 10") % {"pain": data.get("pain", "")}],
        PhoneAction.Kind.MOVE: [_moved(data)],
        PhoneAction.Kind.SIGN: [gettext("a warning sign is new"), _quoted(data.get("words", ""))],
    }
    words = parts.get(PhoneAction.Kind(action.kind), [_quoted(data.get("text", ""))])
    return ", ".join(part for part in words if part) or within(action.get_kind_display())


def _set(data: dict[str, str]) -> str:
    side, number = data.get("side", ""), data.get("set_number", "")
    where = within(gettext("%(side)s, set %(number)s") % {"side": dict(Side.choices).get(side, side), "number": number})
    if data.get("kind") == "skipped":
        return gettext("%(where)s, skipped") % {"where": where}
    amount = f"{data['seconds']} s" if data.get("seconds") else data.get("reps", "")
    figures = f"{data.get('load', '')} {data.get('unit', '')} × {amount}"
    rest = [
        f"RIR {data['rir']}" if data.get("rir") else "",
        gettext("pain %(pain)s") % {"pain": data["pain"]} if data.get("pain") else "",
    ]
    return ", ".join(part for part in (where, figures, *rest) if part)[:300]


def _moved(data: dict[str, str]) -> str:
    """The days as they were sent, whatever they are."""
    return gettext("session of %(day)s moved to %(to)s") % {name: _day(data.get(name, "")) for name in ("day", "to")}


def _day(text: str) -> str:
    try:
        return day_words(dt.date.fromisoformat(text))
    except ValueError:
        return text[:10]


def _quoted(text: str) -> str:
    return gettext("“%(words)s”") % {"words": text[:300]} if text else ""
