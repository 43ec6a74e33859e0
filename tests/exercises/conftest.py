from typing import Any

import pytest

from accounts.models import User
from exercises.services import LIBRARY_FILE, load_exercises, read_library
from tests.factories import UserFactory


@pytest.fixture
def library(db: None) -> dict[str, Any]:
    """The hip thrusts of the built-in library, loaded; gives what their data file says."""
    data = read_library(LIBRARY_FILE)
    load_exercises(data["exercises"])
    return data


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, and of no practice."""
    return UserFactory(email="outsider@kickstand.test")
