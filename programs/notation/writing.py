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


def in_words(line: Line) -> str:
    """`3 sets of 8 to 12 each side, 2 in reserve, 90 s rest`: all but label, name and note."""
    if line.follow:
        return f"follows the progression from rung {line.rung}" if line.rung else "follows the progression"
    warm_up = _counted(line.warm_up_sets, "warm-up set")
    parts = [
        f"{_counted(line.sets or 0, 'set')} of {_reps_words(line)}{' each side' if line.per_side else ''}",
        _load_words(line),
        "" if line.rir is None else f"{_plain(line.rir) if line.rir else 'none'} in reserve",
        _tempo_words(line.tempo),
        "" if line.pause_s is None else f"{line.pause_s} s pause",
        "" if line.rest_s is None else f"{line.rest_s} s rest",
        f"after {warm_up}" if line.warm_up_sets else "",
    ]
    return ", ".join(part for part in parts if part)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _reps_words(line: Line) -> str:
    if line.per_set:
        *first, last = (str(reps) for reps in line.per_set)
        return f"{', '.join(first)} and {last}"
    if line.seconds:
        return f"{line.seconds} s"
    return _range(line.reps or (0, 0), " to ")


def _load_words(line: Line) -> str:
    if line.unit == "BW":
        return "bodyweight"
    if line.load is None:
        return ""
    units = {"%1RM": "% of the 1RM", "%BM": "% of body mass"}
    return f"{_plain(line.load)} {units.get(line.unit, line.unit)}"


def _tempo_words(tempo: str) -> str:
    """`lower 3 s, 1 s at the bottom, lift fast, 1 s at the top`; a lift of a second goes without saying."""
    if not tempo or tempo == "0000":
        return "no set tempo" if tempo else ""
    lower, bottom, lift, top = (int(digit) for digit in tempo)
    parts = [
        f"lower {lower} s" if lower else "",
        f"{bottom} s at the bottom" if bottom else "",
        "lift fast" if not lift else f"lift {lift} s" if lift > 1 else "",
        f"{top} s at the top" if top else "",
    ]
    return ", ".join(part for part in parts if part)
