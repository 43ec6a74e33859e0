"""From a line to text: the one canonical way to type it, and what it says in plain words."""

from decimal import Decimal

from programs.notation.line import Line
from programs.notation.reading import read


def print_line(line: Line) -> str:
    """The canonical text; for a line within the bounds, `parse(print_line(line)) == line`."""
    label = line.label if line.label[1:] or not line.label else f"{line.label}."
    parts = [label, "follow" if line.follow else "", _name(line), *_parts(line)]
    return " ".join(part for part in (*parts, f"// {line.note}" if line.note else "") if part)


def _name(line: Line) -> str:
    """The name as it is where it is understood without quotes."""
    alone = read(f"{line.name} 3x8").line
    return line.name if alone == Line(name=line.name, sets=3, reps=(8, 8)) else f'"{line.name}"'


def _parts(line: Line) -> list[str]:
    return [
        f"from rung {line.rung}" if line.rung else "",
        _dose(line),
        "per side" if line.per_side else "",
        _load(line),
        "" if line.rir is None else f"@RIR{_plain(line.rir)}",
        f"tempo {line.tempo}" if line.tempo else "",
        "" if line.pause_s is None else f"pause {line.pause_s}s",
        "" if line.rest_s is None else f"{line.rest_s}s",
        f"+ {line.warm_up_sets} warm-up" if line.warm_up_sets else "",
    ]


def _dose(line: Line) -> str:
    if line.per_set:
        return ",".join(str(reps) for reps in line.per_set)
    if line.seconds:
        return f"{line.sets}x{line.seconds}s"
    return f"{line.sets}x{_range(line.reps, '-')}" if line.reps else ""


def _load(line: Line) -> str:
    if line.unit == "BW":
        return "@BW"
    return "" if line.load is None else f"@{_plain(line.load)}{line.unit}"


def _range(ends: tuple[int, int], between: str) -> str:
    low, high = ends
    return f"{low}" if low == high else f"{low}{between}{high}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
