"""Fields of requests that only the clients' operations need."""

import re
from datetime import date, time
from typing import Any

from rest_framework import serializers

from config.api.fields import DAY, FIRST_YEAR, LAST_YEAR

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


class Day(serializers.DateField):
    """A date from 2000 to 2100: `2026-03-02`."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise serializers.ValidationError(f"The year is outside {FIRST_YEAR} to {LAST_YEAR}.", code="year")
        return day


class Clock(serializers.TimeField):
    """A time of day where the client is, hours and minutes: `07:30`."""

    def to_internal_value(self, value: Any) -> time:
        if not isinstance(value, str) or not CLOCK.fullmatch(value):
            self.fail("invalid", format="hh:mm")
        return super().to_internal_value(value)
