"""How often a caller may call: counted in a table, so that all processes count together."""

import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from accounts.models import ApiUse

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where a caller stands within the present window: `left` counts the call that is asked about as used up."""

    caller: str
    rate: str
    limit: int
    left: int
    seconds: int

    @property
    def exhausted(self) -> bool:
        return self.left < 0

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.rate}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.rate}";r={max(0, self.left)};t={self.seconds}',
        }


def look(caller: str, rate: str) -> Use:
    """Where the caller would stand after one more call. Counts nothing: the count is not to wait for, or be undone
    with, what the call does.
    """
    now = time.time()
    found = ApiUse.objects.filter(window=_end(now), caller=caller, rate=rate).values_list("calls", flat=True)
    limit = settings.API_RATES[rate]
    left = limit - 1 - (found.first() or 0)
    return Use(caller=caller, rate=rate, limit=limit, left=left, seconds=math.ceil(_end(now) - now))


def count(use: Use) -> None:
    """One call more; to be called outside of the call's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {ApiUse._meta.db_table} (caller, rate, "window", calls) VALUES (%s, %s, %s, 1)'
            f' ON CONFLICT ("window", caller, rate) DO UPDATE SET calls = {ApiUse._meta.db_table}.calls + 1',
            [use.caller, use.rate, _end(time.time())],
        )


def forget_past() -> None:
    """Windows that have closed."""
    ApiUse.objects.filter(window__lt=time.time() - WINDOW).delete()


def _end(now: float) -> int:
    return (int(now) // WINDOW + 1) * WINDOW
