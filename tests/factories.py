"""Rows for tests, as the owner of the database makes them. Everything of one practice hangs on one `practice=`."""

import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import Membership, Practice, Role, User
from clients.models import Assignment, Client
from exercises.models import Exercise, Variation
from programs.models import Gate, Progression, Rung

PASSWORD = "kickstand-demo"


class UserFactory(DjangoModelFactory):
    """Someone who can sign in at once: password `PASSWORD`, e-mail confirmed (`verified=False` leaves it open)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@kickstand.test")
    display_name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**{"password": PASSWORD, **kwargs})

    @factory.post_generation
    def verified(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=extracted is not False)


class PracticeFactory(DjangoModelFactory):
    class Meta:
        model = Practice

    name = factory.Sequence(lambda n: f"Practice {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    practice = factory.SubFactory(PracticeFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.COACH


class ClientFactory(DjangoModelFactory):
    """Someone who trains; `user=` links an account (and makes it a member), else they have none yet."""

    class Meta:
        model = Client
        skip_postgeneration_save = True

    practice = factory.SubFactory(PracticeFactory)
    coach = factory.LazyAttribute(lambda row: MembershipFactory(practice=row.practice, role=Role.OWNER).user)
    user = None
    name = factory.Sequence(lambda n: f"Client {n}")
    email = factory.LazyAttribute(lambda row: row.user.email if row.user else "")
    body_mass_kg = Decimal(70)

    @factory.post_generation
    def membership(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and self.user:
            Membership.objects.get_or_create(practice=self.practice, user=self.user, defaults={"role": Role.CLIENT})


class ExerciseFactory(DjangoModelFactory):
    """Of the built-in library, unless given a practice."""

    class Meta:
        model = Exercise

    practice = None
    slug = factory.Sequence(lambda n: f"hip-thrust-{n}")
    name = factory.Sequence(lambda n: f"Hip thrust {n}")
    definition = "Shoulders on a bench. The hips go up."
    level = "start"
    laterality = "staggered"


class VariationFactory(DjangoModelFactory):
    class Meta:
        model = Variation

    practice = factory.SelfAttribute("exercise.practice")
    exercise = factory.SubFactory(ExerciseFactory)
    code = factory.Sequence(lambda n: f"offset-{n}")
    name = "Offset forward 20 cm"
    placement = "offset"
    offset_direction = "forward"
    offset_cm_low = 15
    offset_cm_high = 30
    heel = "down"
    implement = "barbell"
    level = "intermediate"


class ProgressionFactory(DjangoModelFactory):
    """A built-in ladder without rungs, unless given a practice; `rungs=3` adds so many, with gates."""

    class Meta:
        model = Progression
        skip_postgeneration_save = True

    practice = None
    slug = factory.Sequence(lambda n: f"progression-{n}")
    name = factory.Sequence(lambda n: f"Progression {n}")

    @factory.post_generation
    def rungs(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        for position in range(1, (extracted or 0) + 1):
            GateFactory(rung=RungFactory(progression=self, position=position, **kwargs))


class RungFactory(DjangoModelFactory):
    class Meta:
        model = Rung

    practice = factory.SelfAttribute("progression.practice")
    progression = factory.SubFactory(ProgressionFactory)
    position = factory.LazyAttribute(lambda row: row.progression.rungs.count() + 1)
    variation = factory.SubFactory(VariationFactory)
    sets = 3
    reps_low = 8
    reps_high = 12
    rir = 2
    max_jump = Decimal("0.15")
    implements = factory.LazyFunction(lambda: ["barbell"])
    start_percent = Decimal(35)


class GateFactory(DjangoModelFactory):
    class Meta:
        model = Gate

    practice = factory.SelfAttribute("rung.practice")
    rung = factory.SubFactory(RungFactory)


class AssignmentFactory(DjangoModelFactory):
    """A client's progression, from its first rung, every Monday and Thursday."""

    class Meta:
        model = Assignment

    practice = factory.SelfAttribute("client.practice")
    client = factory.SubFactory(ClientFactory)
    progression = factory.SubFactory(ProgressionFactory, rungs=3)
    start_rung = factory.LazyAttribute(lambda row: row.progression.rungs.order_by("position").first())
    start_date = dt.date(2026, 1, 5)
    weekdays = factory.LazyFunction(lambda: [0, 3])
