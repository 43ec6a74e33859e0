"""`manage.py decide`, as it is used: text in, text out, an exit code. No test here may touch the database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from programs.management.commands.decide import lines_as_they_come
from tests.engine.cases import case, session

ROOT = Path(__file__).resolve().parents[2]
GOOD = json.dumps(case(session("12@2 12@2 12@2")))
BAD = json.dumps(case(session("12@2 12@2 12@2"), reps=[12, 8]))


@pytest.fixture
def decide(monkeypatch):
    def run(text, *args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        out = io.StringIO()
        call_command("decide", *args, stdout=out)
        return out.getvalue()

    return run


def in_a_shell(text, *args):
    return subprocess.run(
        [sys.executable, "manage.py", "decide", *args],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere"},
        check=False,
    )


def test_one_case_one_answer(decide):
    answer = json.loads(decide(GOOD))

    assert answer["sides"]["left"] == {"action": "add_load", "load": 42.5, "sets": 3, "reps": [8, 8, 8], "rest_s": 90}
    assert answer["needs_coach"] is False
    assert [reason["code"] for reason in answer["reasons"]] == ["top_of_range", "top_of_range"]


def test_bad_input_is_the_error_and_exit_code_2():
    done = in_a_shell(BAD)

    assert json.loads(done.stdout)["error"]["pointer"] == "/prescription/reps"
    assert (done.returncode, done.stderr) == (2, "")


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        (GOOD + GOOD, ""),
        (GOOD.replace('"rir": 2,', '"rir": NaN,'), "/prescription/rir"),
        (GOOD.replace('"rir": 2,', '"rir": 1e999,'), "/prescription/rir"),
        (GOOD.replace('"rir": 2,', f'"rir": {"9" * 5000},'), "/prescription/rir"),
    ],
)
def test_what_cannot_be_read_is_an_error_too(decide, text, pointer, capsys):
    with pytest.raises(SystemExit) as stopped:
        decide(text)

    assert stopped.value.code == 2
    assert capsys.readouterr().err == ""


def test_with_lines_a_bad_one_is_answered_and_the_others_go_on(decide):
    answers = [json.loads(line) for line in decide(f"{GOOD}\n{BAD}\n\nnope\n{GOOD}", "--lines").splitlines()]

    assert [answer.get("error", {}).get("pointer") for answer in answers] == [None, "/prescription/reps", "", "", None]
    assert answers[0] == answers[4]


def test_many_lines_are_answered_in_their_order_with_exit_code_0():
    texts = [GOOD if place % 3 else json.dumps(case(start_load=20 + 2.5 * (place % 9))) for place in range(500)]
    done = in_a_shell("\n".join([*texts, BAD]) + "\n", "--lines")

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, len(answers)) == (0, "", 501)
    assert [answer["sides"]["left"]["load"] for answer in answers[:-1]] == [
        42.5 if place % 3 else 20 + 2.5 * (place % 9) for place in range(500)
    ]


def test_a_line_is_handed_on_as_soon_as_it_is_whole():
    read, write = os.pipe()
    with os.fdopen(read, "rb") as stdin, os.fdopen(write, "wb", buffering=0) as sender:
        batches = lines_as_they_come(stdin)
        sender.write(b"one\ntw")
        assert next(batches) == [b"one"]
        sender.write(b"o\nthree")
        assert next(batches) == [b"two"]
        sender.close()
        assert list(batches) == [[b"three"]]
