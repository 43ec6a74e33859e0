"""`manage.py decide`: one case of the progression engine on standard input, its answer on standard output."""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from io import BufferedReader
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from programs.engine import BadInput, decide_case
from programs.engine.reading import load_json

BAD_INPUT = 2
READ_AT_ONCE = 1 << 23
WORTH_SHARING = 16


class Command(BaseCommand):
    help = (
        "Reads one case as JSON and prints the engine's answer as JSON. Bad input: prints the error, which names the "
        "field by JSON pointer, and exits with 2. --lines: one case a line, one answer a line; a bad line (an empty "
        "one too) is answered with its error, the others go on, and the exit code stays 0. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lines", action="store_true", help="one case a line, one answer a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["lines"]:
                self._answer_lines()
            else:
                self._answer_one()
        except BrokenPipeError:
            # The reader went away (`decide --lines | head`): nothing left to say, and no traceback about it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer_lines(self) -> None:
        collect_by_hand()
        stdin = getattr(sys.stdin, "buffer", None)
        batches = ([line] for line in sys.stdin) if stdin is None else lines_as_they_come(stdin)
        for answers in answer_batches(batches):
            self.stdout.write("\n".join(answers))
            self.stdout.flush()

    def _answer_one(self) -> None:
        answer, understood = answer_to(getattr(sys.stdin, "buffer", sys.stdin).read())
        self.stdout.write(answer)
        if not understood:
            raise SystemExit(BAD_INPUT)


def answer_to(text: str | bytes) -> tuple[str, bool]:
    """The answer as one line of JSON, and whether the case was understood."""
    try:
        return json.dumps(decide_case(load_json(text))), True
    except BadInput as error:
        return json.dumps(error.as_json()), False


def collect_by_hand() -> None:
    """What is loaded by now stays, and cases make next to no rubbish: the collector need not look every few cases."""
    gc.freeze()
    gc.disable()


def answers_to(lines: Iterable[str | bytes]) -> list[str]:
    answers = [answer_to(line)[0] for line in lines]
    gc.collect()
    return answers


def answer_batches(batches: Iterable[list[Any]]) -> Iterator[list[str]]:
    """The answers to each batch of lines, in order. A batch of some size is shared with a second process."""
    with ExitStack() as stack:
        second: ProcessPoolExecutor | None = None
        alone = len(os.sched_getaffinity(0)) < 2
        for lines in batches:
            if second is None and not alone and len(lines) >= WORTH_SHARING:
                second = stack.enter_context(ProcessPoolExecutor(max_workers=1, initializer=collect_by_hand))
            if second is None or len(lines) < WORTH_SHARING:
                yield answers_to(lines)
                continue
            half = len(lines) // 2
            rest = second.submit(answers_to, lines[half:])
            yield answers_to(lines[:half]) + rest.result()


def lines_as_they_come(stdin: BufferedReader) -> Iterator[list[bytes]]:
    """All whole lines that have arrived, as soon as one has: someone may be waiting for its answer."""
    begun: list[bytes] = []
    while chunk := stdin.read1(READ_AT_ONCE):
        if b"\n" not in chunk:
            begun.append(chunk)
            continue
        lines = b"".join([*begun, chunk]).split(b"\n")
        begun = [last] if (last := lines.pop()) else []
        yield lines
    if begun:
        yield [b"".join(begun)]
