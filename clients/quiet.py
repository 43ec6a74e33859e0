"""Moments of a client's own day: a time of day as an instant, and when quiet hours end."""

import datetime as dt
from zoneinfo import ZoneInfo


def instant(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """When a clock in the zone shows this time, in UTC: the first time where the hour comes twice; an hour that is
    skipped is counted on from the one before.
    """
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def quiet_until(now: dt.datetime, zone: ZoneInfo, *, first: dt.time, last: dt.time) -> dt.datetime | None:
    """The end of the quiet hours that `now` lies in; None outside of them. `first` belongs to them, `last` does not."""
    local = now.astimezone(zone)
    if not is_quiet(local.time(), first=first, last=last):
        return None
    day = local.date() if local.time() < last else local.date() + dt.timedelta(days=1)
    end = instant(day, last, zone)
    if end > now:
        return end
    return dt.datetime.combine(day, last, tzinfo=zone).replace(fold=1).astimezone(dt.UTC)  # the hour that comes twice


def is_quiet(time: dt.time, *, first: dt.time, last: dt.time) -> bool:
    """The same time twice: no quiet hours at all."""
    if first <= last:
        return first <= time < last
    return time >= first or time < last
