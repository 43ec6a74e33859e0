from typing import Any

import pytest

from accounts.models import User
from exercises.services import load_exercises, read_library
from tests.factories import UserFactory


@pytest.fixture
def library(db: None) -> dict[str, Any]:
    """The built-in exercises, loaded; gives what the data file says."""
    data = read_library()
    load_exercises(data["exercises"])
    return data


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, and of no practice."""
    return UserFactory(email="outsider@kickstand.test")
