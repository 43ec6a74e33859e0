"""The cast of every test, and a test setup that is quick and writes to nobody.

`owner`, `colleague` and `client_user` belong to one practice, `rival` owns another, `stranger` is nobody. `as_…` are
their browsers: the requests they send run as kickstand_web, while factories and assertions see every row.
"""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client as Browser
from django.test import TransactionTestCase
from hypothesis import settings

from accounts.models import Change, Practice, Role, User
from clients.models import Client
from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

settings.register_profile("kickstand", deadline=None)  # a busy machine is no failure
settings.load_profile("kickstand")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: nobody need look through it again and again for what can go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fast hasher: hundreds of users are made. Clips go to a folder of the run. Mail stays in memory as it is."""
    from django.conf import settings

    settings.MEDIA_ROOT = tmp_path_factory.mktemp("clips")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """No kept connections: a server's thread would still hold one when its database is dropped."""
    connections.databases["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a test's server may outlive its last answer: nobody else holds the database when it is dropped."""
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


# What migrating fills stays: it need not be made again. Triggers fill the last while the others are emptied.
STAYS, FILLED_LAST = (ContentType, Permission), Change


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> None:
    """Empties what has rows, after a test that commits: truncating every table takes ten times as long."""
    TransactionTestCase._fixture_teardown = lambda self: empty_the_tables()  # type: ignore[method-assign]


def empty_the_tables() -> None:
    last = FILLED_LAST._meta.db_table
    kept = {model._meta.db_table for model in STAYS}
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept - {last}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("".join(f"DELETE FROM {name};" for name in (*filled, last)))


LIBRARY = (
    "exercises_exercise", "exercises_exercisemuscle", "exercises_variation",
    "programs_progression", "programs_rung", "programs_gate",
)  # fmt: skip


@pytest.fixture(scope="session")
def kept_library(django_db_setup: None, django_db_blocker: Any) -> None:
    """The built-in library, loaded once a run and kept beside the tables that every test leaves empty."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        call_command("load_library", verbosity=0)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; CREATE SCHEMA kept")
        for table in LIBRARY:
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
        cursor.execute(f"TRUNCATE {', '.join(LIBRARY)} CASCADE")


def put_back_the_library() -> None:
    with connection.cursor() as cursor:
        for table in LIBRARY:
            cursor.execute(f"INSERT INTO {table} TABLE kept.{table}")


@pytest.fixture
def library(kept_library: None, db: None) -> None:
    """The built-in library as `load_library` leaves it."""
    put_back_the_library()


@pytest.fixture(autouse=True)
def _limits_start_at_nothing(request: pytest.FixtureRequest) -> None:
    """Sign-in limits count in a table. A test that rolls back leaves none there; the others begin by clearing it."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        cache.clear()


@pytest.fixture
def practice(db: None) -> Practice:
    return PracticeFactory(name="Hill Street Strength")


@pytest.fixture
def owner(practice: Practice) -> User:
    user = UserFactory(email="owner@kickstand.test", display_name="Ruth Adeyemi")
    return MembershipFactory(practice=practice, user=user, role=Role.OWNER).user


@pytest.fixture
def coach(owner: User) -> User:
    """The coach of the cast is the practice's owner."""
    return owner


@pytest.fixture
def colleague(practice: Practice) -> User:
    user = UserFactory(email="colleague@kickstand.test", display_name="Tomas Arriaga")
    return MembershipFactory(practice=practice, user=user, role=Role.COACH).user


@pytest.fixture
def rival(db: None) -> User:
    """Owns another practice."""
    user = UserFactory(email="rival@kickstand.test", display_name="Priya Raman")
    return MembershipFactory(practice=PracticeFactory(name="Elsewhere"), user=user, role=Role.OWNER).user


@pytest.fixture
def client_row(practice: Practice, owner: User) -> Client:
    """The client of the cast, with an account."""
    user = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    return ClientFactory(practice=practice, coach=owner, user=user, name="Maya Lindqvist")


@pytest.fixture
def client_user(client_row: Client) -> User:
    assert client_row.user
    return client_row.user


@pytest.fixture
def other_client(practice: Practice, owner: User) -> Client:
    """Another client of the same practice, with an account."""
    user = UserFactory(email="noor@kickstand.test", display_name="Noor Haddad")
    return ClientFactory(practice=practice, coach=owner, user=user, name="Noor Haddad")


@pytest.fixture
def rival_client(rival: User) -> Client:
    """A client of the other practice."""
    return ClientFactory(practice=rival.memberships.get().practice, coach=rival, name="Owen Price")


@pytest.fixture
def browser_of() -> Callable[[User | AnonymousUser], Browser]:
    """Makes a signed-in browser for anyone."""

    def make(user: User | AnonymousUser) -> Browser:
        browser = Browser()
        if user.is_authenticated:
            browser.force_login(user)
        return browser

    return make


@pytest.fixture
def as_coach(owner: User, browser_of: Callable[..., Browser]) -> Browser:
    return browser_of(owner)


@pytest.fixture
def as_colleague(colleague: User, browser_of: Callable[..., Browser]) -> Browser:
    return browser_of(colleague)


@pytest.fixture
def as_rival(rival: User, browser_of: Callable[..., Browser]) -> Browser:
    return browser_of(rival)


@pytest.fixture
def as_client(client_user: User, browser_of: Callable[..., Browser]) -> Browser:
    return browser_of(client_user)


@pytest.fixture
def as_other_client(other_client: Client, browser_of: Callable[..., Browser]) -> Browser:
    return browser_of(other_client.user)


@pytest.fixture
def as_stranger(db: None) -> Browser:
    return Browser()
