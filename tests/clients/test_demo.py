"""The demo practice: everyone who signs in, and every state that a screen can show."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from clients.demo.practice import SIGN_INS, NotEmpty, fill
from clients.models import Attachment, Client, Proposal, Session, SetLog
from clients.services import active_assignment, due_today, open_session
from programs.models import Progression


def newest(name: str) -> Proposal:
    return (
        Proposal.objects.filter(assignment__client__name=name)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .order_by("-created_at", "-id")[0]
    )


def codes(name: str) -> set[str]:
    return {reason["code"] for reason in newest(name).reasons}


def test_the_story_shows_every_state(library: None) -> None:
    today = Client(name="x").today()
    fill(today=today)

    assert {user.email for user in User.objects.all() if user.has_usable_password()} == set(SIGN_INS)
    assert Client.objects.filter(coach__email__in=["coach@kickstand.test", "assistant@kickstand.test"]).count() == 14
    assert Client.objects.filter(coach__email="rival@kickstand.test").count() == 1
    assert codes("Maya Lindqvist") == {"exit_confirm"}
    assert codes("Tomás Arriaga") == {"pain_red"}
    assert newest("Tomás Arriaga").status == Proposal.Status.WAITING
    assert codes("Noor Haddad") == {"pain_amber_repeated"}
    assert codes("Lucía Ferrer") == {"failed_repeatedly"}
    assert codes("Ines Halvorsen") == {"over_achieved"}
    assert codes("Callum Reid") == {"planned_deload"}
    sides = newest("Deniz Aksoy").proposed
    assert sides["left"]["position"] != sides["right"]["position"]
    assert Session.objects.filter(client__name="Hanna Virtanen", status="skipped").count() == 2
    assert SetLog.objects.filter(client__name="Tomás Arriaga", kind="stopped").exists()

    noted, new = Attachment.objects.order_by("seen_at")
    assert (noted.client.name, noted.content_type, noted.notes.count()) == ("Maya Lindqvist", "video/webm", 2)
    assert (new.client.name, new.seen_at) == ("Callum Reid", None)

    elif_ = active_assignment(Client.objects.get(name="Elif Demir"))
    assert elif_ is not None
    assert (elif_.program.name, elif_.tracks.count()) == ("From the floor", 1)
    assert SetLog.objects.filter(client__name="Elif Demir", item__assignment=None, seconds__gt=0).exists()

    maya = active_assignment(Client.objects.get(name="Maya Lindqvist"))
    assert maya is not None
    due = due_today(maya, today)
    assert due == today
    target = open_session(maya, due_on=due).items.get().targets.first()
    assert target.rung.position == 7
    assert (target.rung.variation.placement, target.implement) == ("offset", "barbell")


def test_a_database_with_people_is_left_alone(library: None, owner: User, settings: object) -> None:
    settings.DEBUG = True
    with pytest.raises(NotEmpty):
        fill()
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="--reset"):
        call_command("demo")
    assert User.objects.count() == 1


def test_the_demo_is_refused_in_production(library: None, settings: object) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="Refused"):
        call_command("demo")
    assert not User.objects.exists()


def test_the_demo_asks_for_the_library_first(db: None, settings: object) -> None:
    settings.DEBUG = True
    assert not Progression.objects.exists()
    with pytest.raises(CommandError, match="load_library"):
        call_command("demo")
