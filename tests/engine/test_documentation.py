"""The worked examples of docs/progression.md, kept true."""

import json
import re
from pathlib import Path

import pytest

from programs.engine import Action, Rule, decide_case
from programs.sentences import LABELS
from tests.engine.cases import codes

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "progression.md").read_text()
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["answer"]["codes"][0][1] for example in EXAMPLES])
def test_the_example_is_what_the_engine_answers(example):
    answer, expected = decide_case(example["case"]), example["answer"]

    assert answer["sides"] == expected["sides"]
    assert answer["needs_coach"] is expected["needs_coach"]
    assert codes(answer) == [tuple(pair) for pair in expected["codes"]]


def test_every_row_has_an_example():
    sections = re.split(r"^### [1-8]\. ", PAGE, flags=re.MULTILINE)[1:]

    assert len(sections) == 8
    assert all("```json" in section for section in sections)
    assert {example["case"]["prescription"]["rule"] for example in EXAMPLES} == set(Rule)


def test_every_code_it_names_is_one():
    known = {*LABELS, *(action.code for action in Action)}
    named = set(re.findall(r"`((?:layoff|exit|pain|over|first|lead)_[a-z_]+)`", PAGE))

    assert named
    assert named <= known
