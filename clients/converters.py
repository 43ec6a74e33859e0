"""Parts of addresses that Django has no word for."""

import datetime as dt

from django.urls import register_converter


class DayConverter:
    """`<day:due_on>`: a date, 2026-01-05."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")
