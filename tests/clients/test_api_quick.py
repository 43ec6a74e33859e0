"""The quick way to read a row gives what REST framework gives, field by field."""

from decimal import Decimal

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from clients.api.serializers.sessions import JudgedItemSerializer, SessionSerializer, TargetSerializer
from clients.api.serializers.sets import SetSerializer
from clients.models import Session, SetLog
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
