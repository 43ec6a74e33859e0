"""One item of a program as a tool sends it: a line of notation as it is, or its parts, which are written as a line.

Parts: a `rung` from which its progression is followed, with `label` and `note` alone; or a `variation` with `sets` and
one of `reps` (a figure a set), `reps_low` and `reps_high`, or `seconds`; at most one of `load` with `unit`,
`percent_1rm` and `percent_body_mass`; then `rir`, `tempo`, `pause_s`, `rest_s`, `per_side`, `warm_up_sets`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from accounts.models import User
from programs.models import Progression, Rung
from programs.naming import PROGRESSION, VARIATION, Names, names_for
from programs.notation import Line, NotationError, parse, print_line
from programs.notation.line import MAX_NAME
from programs.program_versions import understand
from programs.wrong import Wrong

Values = Mapping[str, Any]
WITH_A_RUNG = {"rung", "label", "note"}
PLAIN = ("label", "note", "rir", "tempo", "pause_s", "rest_s", "per_side", "warm_up_sets")
LOADS = {"load": "", "percent_1rm": "%1RM", "percent_body_mass": "%BM"}


class Items:
    """Writes items as lines. What their variations and rungs are called is read once for all of them."""

    def __init__(self, days: Iterable[Values], *, by: User) -> None:
        rows = [item for day in days for item in day["items"]]
        rungs = {item["rung"] for item in rows if item.get("rung")}
        found = Rung.objects.for_user(by).filter(pk__in=rungs).select_related("progression")
        self.rungs: dict[UUID, Rung] = {rung.pk: rung for rung in found}
        codes = {f"{VARIATION}:{item['variation']}" for item in rows if item.get("variation")}
        codes |= {f"{PROGRESSION}:{rung.progression.family}" for rung in self.rungs.values()}
        self.names: Names = names_for(by, codes)

    def line_of(self, item: Values) -> tuple[str, str]:
        """The line, and what its name means. Raises Wrong with paths within the item."""
        told = {name: value for name, value in item.items() if _says_something(name, value)}
        if "note" in told:
            told["note"] = " ".join(told["note"].split())
        if "line" in item:
            return self._as_typed(told)
        if "rung" in told:
            line, means = self._followed(told)
        elif "variation" in told:
            line, means = self._fixed(told)
        else:
            raise Wrong({(): ["An item has a line, a rung or a variation."]})
        text = print_line(line)
        self._check(text, line, means)
        return text, means

    def _as_typed(self, told: Values) -> tuple[str, str]:
        if set(told) != {"line"}:
            raise Wrong({("line",): ["A line stands alone: it says the other fields."]})
        text = " ".join(told["line"].split())
        said = understand(text, self.names)
        return text, said.meant.code if said.meant else ""

    def _followed(self, told: Values) -> tuple[Line, str]:
        others = set(told) - WITH_A_RUNG
        if others:
            raise Wrong({(name,): ["The rung says that."] for name in sorted(others)})
        rung = self.rungs.get(told["rung"])
        ladder = self.names.ladders.get(str(rung.progression.family)) if rung else None
        place = next((each.position for each in _rungs(ladder) if rung and each.lineage == rung.lineage), None)
        if ladder is None or place is None:
            raise Wrong({("rung",): ["There is no such rung on a progression that can be followed."]})
        line = Line(name=ladder.name, follow=True, rung=place, label=told.get("label", ""), note=told.get("note", ""))
        return line, f"{PROGRESSION}:{ladder.family}"

    def _fixed(self, told: Values) -> tuple[Line, str]:
        means = f"{VARIATION}:{told['variation']}"
        variation = self.names.variation(means)
        if variation is None:
            raise Wrong({("variation",): ["There is no such variation."]})
        line = Line(
            name=variation.full_name[:MAX_NAME].strip(),
            **_dose(told),
            **_load(told),
            **{name: told[name] for name in PLAIN if name in told},
        )
        return line, means

    def _check(self, text: str, line: Line, means: str) -> None:
        """That the line says what the parts said, and its name what was named."""
        try:
            same = parse(text) == line
        except NotationError as error:
            raise Wrong({(): [problem.message for problem in error.problems]}) from error
        if not same:
            raise Wrong({(): [f"These parts cannot be written as a line: it would read “{text}”."]})
        said = understand(text, self.names, means=means)
        if said.meant is None or said.meant.code != means:
            where = "rung" if line.follow else "variation"
            raise Wrong({(where,): [f"“{line.name}” means another one of your library. Name that one."]})


def _says_something(name: str, value: Any) -> bool:
    """Null, an empty text or list, false and no warm-up are the same as nothing; other zeros are figures."""
    return bool(value) or (name != "warm_up_sets" and value == 0 and value is not False)


def _rungs(ladder: Progression | None) -> list[Rung]:
    return list(ladder.rungs.all()) if ladder else []


def _dose(told: Values) -> dict[str, Any]:
    """Sets with reps or seconds. Raises Wrong."""
    given = [name for name in ("reps", "reps_low", "seconds") if name in told]
    if len(given) != 1 or ("reps_low" in told) != ("reps_high" in told):
        raise Wrong({("reps",): ["Give reps, reps_low and reps_high, or seconds: one of the three."]})
    if "reps" in told:
        if told.get("sets", len(told["reps"])) != len(told["reps"]):
            raise Wrong({("sets",): ["As many as reps has figures, or leave it out."]})
        return _listed(told["reps"])
    if "sets" not in told:
        raise Wrong({("sets",): ["Say how many sets."]})
    if "seconds" in told:
        return {"sets": told["sets"], "seconds": told["seconds"]}
    return {"sets": told["sets"], "reps": (told["reps_low"], told["reps_high"])}


def _listed(reps: list[int]) -> dict[str, Any]:
    """A list of one set is written as 1x8."""
    return {"sets": len(reps), "per_set": tuple(reps)} if len(reps) > 1 else {"sets": 1, "reps": (reps[0], reps[0])}


def _load(told: Values) -> dict[str, Any]:
    given = [name for name in LOADS if name in told]
    if len(given) > 1:
        raise Wrong({(given[1],): [f"Beside {given[0]} there is no room for this."]})
    if ("load" in told) != ("unit" in told):
        missing = "unit" if "load" in told else "load"
        raise Wrong({(missing,): ["A load has a unit, and a unit a load."]})
    return {"load": told[given[0]], "unit": LOADS[given[0]] or told["unit"]} if given else {}
