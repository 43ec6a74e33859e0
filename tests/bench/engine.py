"""`make bench`: how long the progression engine takes on this machine. Nothing is asserted; no database is needed."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from programs.engine import Coupling, Pace, Prescription, Start, decide, parse_case, project
from tests.engine import staggered
from tests.engine.cases import ABOVE, GATE, case

ROOT = Path(__file__).resolve().parents[2]
CASES = 10_000
HISTORIES = {"short histories (3 sessions)": 3, "long histories (40 sessions)": 40}
DAYS = [date(2026, 1, 5) + timedelta(weeks=week, days=later) for week in range(52) for later in (0, 2, 4)]


def main() -> None:
    print(f"A projection of 52 weeks, three sessions a week: {len(DAYS)} sessions of the staggered ladder")
    slowest = max(report(name, run) for name, run in projections().items())
    one = min(seconds_each(single_decision, 50) for _ in range(10))
    per_session = slowest / len(DAYS)
    print(f"One decide, 12 sessions of history: {one * 1e6:.0f} µs")
    print(
        f"A session of the slowest projection costs {per_session / one:.2f} such decides ({per_session * 1e6:.0f} µs)"
    )
    print(f"\nmanage.py decide --lines, {CASES:,} cases, {os.cpu_count()} cores, with the start of Python and Django")
    times = {name: lines(sessions) for name, sessions in HISTORIES.items()}
    for name, (taken, worked) in times.items():
        print(f"  {name:<38} {taken:6.2f} s, {worked:6.2f} s of processor, {worked / CASES / one:.2f} decides a case")
    short, long = (worked for _, worked in times.values())
    print(f"  long to short, processor: {long / short:.2f}")


def projections() -> dict[str, Callable[[], Any]]:
    shared = staggered.ladder()
    independent = [replace(rung, coupling=Coupling.INDEPENDENT) for rung in shared]
    low, high, usual = Start(rung=0), Start(rung=7), Pace(left=0.9, right=0.8, seed=1)

    def run(ladder: list[Prescription], left: Start, right: Start, pace: Pace) -> Callable[[], Any]:
        return lambda: project(ladder=ladder, left=left, right=right, dates=DAYS, pace=pace)

    return {
        "shared, every target met": run(shared, low, low, Pace()),
        "shared, own pace": run(shared, low, low, usual),
        "independent, own pace": run(independent, low, low, usual),
        "independent, sides on two rungs": run(independent, high, Start(rung=3), usual),
    }


def report(name: str, run: Callable[[], Any], times: int = 15) -> float:
    """Prints the best and the middle of some runs. Returns the best, in seconds."""
    taken = [seconds_each(run, 1) for _ in range(times)]
    print(f"  {name:<38} best {min(taken) * 1e3:5.1f} ms   middle {median(taken) * 1e3:5.1f} ms")
    return min(taken)


def seconds_each(run: Callable[[], Any], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - begun) / times


def single_decision() -> Any:
    return decide(*TWELVE_SESSIONS)


def lines(sessions: int) -> tuple[float, float]:
    """Seconds by the clock, and of all processors, for all cases through the command as it is used in a shell."""
    chance = Random(sessions)
    with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as answered:
        asked.writelines(json.dumps(some_case(chance, sessions)) + "\n" for _ in range(CASES))
        asked.seek(0)
        begun, worked = time.perf_counter(), children_worked()
        command = [sys.executable, "manage.py", "decide", "--lines"]
        subprocess.run(command, stdin=asked, stdout=answered, cwd=ROOT, check=True)
        return time.perf_counter() - begun, children_worked() - worked


def children_worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def some_case(chance: Random, sessions: int) -> dict[str, Any]:
    """3 × 8-12 with a bar, both sides, a gate and a rung above; reps and RIR vary, every load is on the bar."""
    history = []
    for place in range(sessions):
        load = 40 + 2.5 * (place // 5)
        sets = [{"reps": chance.randint(8, 12), "rir": chance.randint(1, 4), "pain": 0} for _ in range(6)]
        history.append({
            "days_ago": 3 * (sessions - place), "load": {"left": load, "right": load}, "deload": False,
            "next_day_pain": 0, "rest_s": 90, "sets_due": 3, "technique_failed": [],
            "sets": {"left": sets[:3], "right": sets[3:]},
        })  # fmt: skip
    return case(*history, exit=GATE, next_rung=ABOVE, today={"days_since_last": 3, "weeks_since_deload": 2})


TWELVE_SESSIONS = parse_case(some_case(Random(12), 12))

if __name__ == "__main__":
    main()
