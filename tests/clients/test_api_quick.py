"""The quick way to read a row gives what REST framework gives, field by field."""

import datetime as dt
from decimal import Decimal

import pytest
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from clients.api.serializers.sessions import JudgedItemSerializer, SessionSerializer, TargetSerializer
from clients.api.serializers.sets import SetSerializer
from clients.models import Session, SetLog, Target
from config.api.quick import Among, read_shown
from tests.api import FIRST_DAY
from tests.clients.conftest import play


def test_quick_and_usual_are_equal(training):
    session = play(training, due_on=FIRST_DAY, pain=1)
    item = session.items.get()
    skipped = item.sets.first()
    skipped.kind, skipped.skip_reason, skipped.load, skipped.reps = "skipped", "time", None, None
    skipped.save()
    fresh = SetLog.objects.get(pk=skipped.pk)
    unsaved = Session(client=session.client, assignment=training, due_on=FIRST_DAY, zone="Europe/London")
    unsaved._prefetched_objects_cache = {"items": []}
    target = item.targets.first()
    target.load = Decimal("22.5")  # as the engine makes it, before the database has given it two decimals
    for kind, row in (
        (SetSerializer, item.sets.last()),
        (SetSerializer, fresh),
        (TargetSerializer, target),
        (TargetSerializer, item.targets.last()),
        (JudgedItemSerializer, item),
        (SessionSerializer, Session.objects.get(pk=session.pk)),
        (SessionSerializer, unsaved),
    ):
        made = kind()
        usual = serializers.Serializer.to_representation(made, row)
        assert JSONRenderer().render(made.to_representation(row)) == JSONRenderer().render(usual), kind


def test_rows_that_are_read_without_models_are_equal_too(training):
    item = play(training, due_on=FIRST_DAY, pain=1).items.get()
    other = play(training, due_on=FIRST_DAY + dt.timedelta(days=2)).items.get()
    one, two, three, *_ = SetLog.objects.order_by("set_number", "side")
    whole = dt.datetime(2026, 1, 5, 18, tzinfo=dt.UTC)
    SetLog.objects.filter(pk=one.pk).update(
        kind="skipped", skip_reason="time", load=None, reps=None, rir=None, performed_at=whole
    )
    SetLog.objects.filter(pk=two.pk).update(performed_at=whole.replace(microsecond=120), load=Decimal("0.5"), unit="lb")
    SetLog.objects.filter(pk=three.pk).update(performed_at=dt.datetime(2000, 12, 31, 23, 59, 59, 999999, dt.UTC))
    Target.objects.filter(item=item, side="left").update(
        tempo="", load=None, load_words="70 %", rung=None, rir=None, seconds=30, reps=[]
    )
    for kind, rows, by in (
        (SetSerializer, SetLog.objects.order_by("set_number", "side"), "session_id"),
        (TargetSerializer, Target.objects.order_by("pk"), "item_id"),
    ):
        shown = read_shown(rows, kind, by=by)
        for place in (item, other):
            owner = place.pk if by == "item_id" else place.session_id
            usual = [serializers.Serializer.to_representation(kind(), row) for row in rows.filter(**{by: owner})]
            assert JSONRenderer().render(shown[str(owner)]) == JSONRenderer().render(usual), kind
            assert set(read_shown(rows.filter(Among(by, [owner])), kind, by=by)) == {str(owner)}
    with pytest.raises(TypeError, match="more than a column"):
        read_shown(Session.objects.all(), SessionSerializer, by="id")
