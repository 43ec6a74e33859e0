"""Puts the demo together: two practices, their people, and their histories."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction
from django.utils import timezone

from accounts.models import Practice, Role, User
from accounts.services import join_practice, open_practice
from accounts.tenancy import practice_scope
from clients.clips import forget_files
from clients.demo.cast import CLIENTS, RIVAL_CLIENT, Person
from clients.demo.film import film
from clients.demo.simulator import assign, at, make_client, play, write_down
from clients.missed import notice_missed
from clients.models import Assignment, Client, Session, SetLog
from clients.talking import comment_on, mark_seen

PASSWORD = "kickstand-demo"
SIGN_INS = ("coach@kickstand.test", "assistant@kickstand.test", "maya@kickstand.test", "rival@kickstand.test")


class NotEmpty(Exception):
    """The database has people in it."""


@transaction.atomic
def fill(*, today: dt.date | None = None) -> None:
    """Fill an empty database. Raises NotEmpty. The story ends on `today`, in London."""
    if User.objects.exists() or Practice.objects.exists():
        raise NotEmpty
    coach = _user("coach@kickstand.test", "Ruth Adeyemi")
    assistant = _user("assistant@kickstand.test", "Sam Whitlock")
    practice = open_practice(owner=coach, name="Adeyemi Strength")
    with practice_scope(practice.pk, coach.pk):
        join_practice(practice_id=practice.pk, user=assistant, role=Role.COACH)
        for person in CLIENTS:
            _add(person, coach=assistant if person.assistant else coach, today=today)
        _correspond(coach)
        film(coach)
        notice_missed(practice.pk)
    rival = _user("rival@kickstand.test", "Nadia Brandt")
    other = open_practice(owner=rival, name="Brandt Coaching")
    with practice_scope(other.pk, rival.pk):
        _add(RIVAL_CLIENT, coach=rival, today=today)


def _user(email: str, name: str, *, password: str | None = PASSWORD) -> User:
    """Without a password they sign in with codes by mail, as most clients do."""
    user = User.objects.create_user(email, password, display_name=name, time_zone="Europe/London")
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _add(person: Person, *, coach: User, today: dt.date | None) -> Client:
    client = make_client(person, coach=coach)
    if person.has_account:
        client.user = _user(client.email, client.name, password=PASSWORD if person.signs_in else None)
        client.save(update_fields=["user"])
        join_practice(practice_id=client.practice_id, user=client.user, role=Role.CLIENT)
    day = today or client.today()
    assignment = assign(person, client, coach=coach, today=day)
    if assignment:
        Client.objects.filter(pk=client.pk).update(created_at=at(assignment.start_date, client))
        play(person, assignment, coach=coach, today=day)
    write_down(person, client, coach=coach, today=day)
    return client


def _correspond(coach: User) -> None:
    """A short exchange on one session, and a question that nobody has read yet."""
    session = Session.objects.filter(client__name="Maya Lindqvist", status="finished").order_by("-due_on").first()
    if session and session.client.user:
        maya = session.client.user
        said = comment_on(
            session, author=coach, text="Good sets. Keep the other foot quiet and today can be the second that counts."
        )
        mark_seen([said], by=maya)
        comment_on(session.client, author=maya, text="The gym has new 1.25 kg plates. Shall I use them?")


@transaction.atomic
def empty() -> None:
    """Take every person and practice out, and their clips, for filling anew. The built-in library stays."""
    for client in Client.objects.all():
        forget_files(client)
    SetLog.objects.all().delete()
    Session.objects.all().delete()
    Assignment.objects.all().delete()
    Client.objects.all().delete()
    Practice.objects.all().delete()
    User.objects.all().delete()
    BrowserSession.objects.filter(expire_date__gte=timezone.now() - dt.timedelta(days=365)).delete()
