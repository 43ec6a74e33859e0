"""The 61 vectors of the specification, each by its name. Their answers are compared figure by figure."""

import json
from pathlib import Path

import pytest

from programs.engine import decide_case

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector):
    answer, expected = decide_case(vector["case"]), vector["expect"]

    assert answer["sides"] == expected["sides"]
    assert answer["needs_coach"] is expected["needs_coach"]
    assert first_codes(answer) == expected["codes"]


def test_there_are_61_of_them():
    assert len(VECTORS) == len({vector["name"] for vector in VECTORS}) == 61


def first_codes(answer):
    codes = {}
    for reason in answer["reasons"]:
        codes.setdefault(reason["side"], reason["code"])
    return codes
