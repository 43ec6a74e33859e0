"""How a client's sides went over time, and how they compare, in words for the client. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from clients.asymmetry import compared_sides, percent
from clients.asymmetry_chart import SidesChart, sides_chart
from clients.charts import Frame
from clients.elsewhere import with_elsewhere
from clients.history import History, read_history
from clients.models import Assignment, Client
from clients.over_time import OverTime, over_time
from programs.engine import Asymmetry
from programs.engine.asymmetry import POSSIBLE_SESSIONS

PHONE = Frame(width=326, height=208, left=28, right=50, by_date=True, dot=3.4)
CHOICES = {"load": gettext_lazy("Load"), "reps": gettext_lazy("Reps"), "e1rm": gettext_lazy("Estimated 1RM")}
NOT_COMPARED = {
    "bilateral": gettext_lazy(
        "You do this rung with both legs at once. Your sides are compared where each works alone."
    ),
    "bodyweight": gettext_lazy("You do this rung without a weight. Your sides are compared by what each can load."),
    "two_rungs": gettext_lazy("Your sides stand on two rungs. They are not compared across rungs."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two sides on the present rung. `why_not`: why there is nothing to compare; else `headline` and a chart."""

    why_not: str = ""
    headline: str = ""
    noise: str = ""
    chart: SidesChart | None = None


@dataclass(slots=True, kw_only=True)
class OwnCharts:
    """`track`: what is drawn, None where nothing was ever assigned; `tracks`: of a program, all there are to choose."""

    track: Assignment | None = None
    tracks: list[Assignment] = field(default_factory=list)
    over: OverTime | None = None
    sides: Sides | None = None

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(CHOICES.items())


def own_charts(client: Client, user: Any, *, track: str = "", metric: str = "") -> OwnCharts:
    """Of what the client follows, else of what ended last. Nine queries at most, however long somebody has trained."""
    page = OwnCharts(tracks=_tracks(client, user))
    page.track = next((each for each in page.tracks if str(each.pk) == track), next(iter(page.tracks), None))
    if page.track:
        history = read_history(page.track, look_back=None)
        page.over = over_time(history, metric=metric if metric in CHOICES else "", frame=PHONE)
        page.sides = _sides(history)
    return page


def _tracks(client: Client, user: Any) -> list[Assignment]:
    rows = Assignment.objects.for_user(user).filter(client=client)
    whole = rows.whole().order_by("status", "-created_at").first()  # "active" before "ended"
    if whole is None:
        return []
    mine = rows.filter(parent=whole, status=whole.status) if whole.program_id else rows.filter(pk=whole.pk)
    mine = with_elsewhere(mine.select_related("client", "progression", "start_rung"))
    return list(mine.order_by("created_at", "pk"))


def _sides(history: History) -> Sides | None:
    """None before the first session."""
    compared = compared_sides(history)
    if compared is None:
        return None
    if compared.why_not:
        return Sides(why_not=str(NOT_COMPARED[compared.why_not]))
    found = compared.found
    assert found is not None  # there is a comparison wherever nothing speaks against one
    if found.verdict == "not_enough_data" or found.mean is None or found.noise is None:
        facts = {"have": found.comparable, "need": POSSIBLE_SESSIONS}
        words = ngettext(
            "%(have)s of %(need)s session on this rung that can be compared.",
            "%(have)s of %(need)s sessions on this rung that can be compared.",
            POSSIBLE_SESSIONS,
        )
        return Sides(why_not=words % facts)
    figures = {"mean": _unbroken(percent(abs(found.mean))), "noise": _unbroken(percent(found.noise))}
    return Sides(
        headline=_headline(found),
        noise=gettext("On average %(mean)s apart. Up to %(noise)s may be chance.") % figures,
        chart=sides_chart(found, [each.date for each in compared.exposures]),
    )


def _unbroken(figure: str) -> str:
    """A figure stays on one line with its sign."""
    return figure.replace(" ", "\u00a0")


def _headline(found: Asymmetry) -> str:
    count = {"n": found.n}
    if found.direction == "left":
        return gettext("Left was the weaker one in each of the last %(n)s sessions.") % count
    if found.direction == "right":
        return gettext("Right was the weaker one in each of the last %(n)s sessions.") % count
    weaker = Counter(
        each.weaker
        for each in [each for each in found.sessions if each.difference is not None][-found.n :]
        if each.weaker
    )
    if not weaker:
        return gettext("Your sides were equal in the last %(n)s sessions.") % count
    facts = {"left": weaker["left"], "right": weaker["right"], **count}
    return gettext("No side stands out: left weaker in %(left)s, right in %(right)s of the last %(n)s.") % facts
