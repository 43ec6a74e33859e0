from collections.abc import Iterator
from typing import Any

import pytest

from tests.hooks.receiver import Receiver, receiver


@pytest.fixture(autouse=True)
def this_machine(settings: Any) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = True


@pytest.fixture
def tool() -> Iterator[Receiver]:
    with receiver() as running:
        yield running
