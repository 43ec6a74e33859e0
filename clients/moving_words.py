"""What moving to a newer version changes for a client, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from clients.models import Assignment
from clients.moving import Move, Sides
from clients.summary import target_words
from clients.words import side_word, sides_headline
from exercises.words import capitalised
from programs.models import Rung
from programs.showing import short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """`now` and `then`: the next session in words, the same where nothing changes."""

    assignment: Assignment
    now: str
    then: str
    lost: list[str]
    changes: bool


def move_rows(moves: Iterable[Move]) -> list[MoveRow]:
    return [_row(each) for each in moves]


def _row(move: Move) -> MoveRow:
    return MoveRow(
        assignment=move.assignment,
        now=_session(move.now, move.ladder, move.assignment.client.unit),
        then=_session(move.then, move.to_ladder, move.assignment.client.unit),
        lost=[f"{rung.position} · {short_name(rung)}" for rung in move.lost],
        changes=move.changes,
    )


def _session(sides: Sides, ladder: list[Rung], unit: str) -> str:
    """`Rung 5: One more rep each. Left 40 kg: 9, 9, 8 · right …`."""
    positions = {
        side: gettext("rung %(position)s") % {"position": values["position"]} for side, values in sides.items()
    }
    if len(set(positions.values())) == 1:
        place = capitalised(next(iter(positions.values())))
    else:
        place = capitalised(", ".join(f"{side_word(side)} {words}" for side, words in positions.items()))
    aims = " · ".join(f"{side_word(line['side'])} {line['text']}".strip() for line in target_words(sides))
    return f"{place}. {sides_headline(sides, ladder, unit=unit)}: {aims[:1].lower()}{aims[1:]}."
