"""A draft says what was typed; saving it makes the next version, and two coaches cannot lose each other's work."""

from uuid import uuid4

import pytest

from programs.drafting import begin
from programs.models import Draft, Progression
from programs.versions import Conflict, content_of, read, save_version
from tests.factories import ProgressionFactory


@pytest.fixture
def ladder(practice):
    return ProgressionFactory(practice=practice, name="Back to thrusting", rungs=3)


def draft_of(progression, by, **changes):
    return begin(
        by=by,
        kind=Draft.Kind.PROGRESSION,
        family=progression.family,
        base=progression.pk,
        content={**content_of(progression), **changes},
    )


def changed_rung(progression, place, **changes):
    content = content_of(progression)
    content["rungs"][content["order"][place]] |= changes
    return content


def test_its_own_text_reads_as_the_same_progression(coach, ladder):
    said = read(content_of(ladder), by=coach)

    assert said.is_valid
    assert [(rung.lineage, rung.variation, rung.max_jump) for rung in said.rungs] == [
        (rung.lineage, rung.variation, rung.max_jump) for rung in ladder.rungs.all()
    ]
    assert said.rungs[0].gate.window == 4


def test_saving_makes_the_next_version_and_leaves_the_one_before(coach, ladder):
    lineages = [rung.lineage for rung in ladder.rungs.all()]

    saved = save_version(draft_of(ladder, coach, name="Back to it"), by=coach)

    ladder.refresh_from_db()
    assert (saved.version, saved.name, saved.slug) == (2, "Back to it", ladder.slug)
    assert ladder.superseded_at
    assert ladder.name == "Back to thrusting"
    assert [rung.lineage for rung in saved.rungs.all()] == lineages
    assert [rung.gate.sign_off for rung in saved.rungs.as_ladder()] == [True] * 3
    assert not Draft.objects.exists()
    assert list(Progression.objects.for_user(coach).current()) == [saved]


def test_the_order_of_the_draft_is_the_order_of_the_rungs(coach, ladder):
    order = content_of(ladder)["order"]

    saved = save_version(draft_of(ladder, coach, order=[order[2], order[0]]), by=coach)

    assert [str(rung.lineage) for rung in saved.rungs.all()] == [order[2], order[0]]
    assert [rung.position for rung in saved.rungs.all()] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sets": "many"}, "sets"),
        ({"reps_low": "12", "reps_high": "8"}, "reps_low"),
        ({"tempo": "20"}, "tempo"),
        ({"max_jump": "0"}, "max_jump"),
        ({"variation": "nothing"}, "variation"),
        ({"implements": []}, "implements"),
        ({"start_percent": "50", "leave_percent": "35"}, "leave_percent"),
        ({"gate": {"sessions": "5", "window": "4"}}, "gate-sessions"),
        ({"gate": {"sessions": "2", "window": "4", "symmetry": "190"}}, "gate-symmetry"),
    ],
)
def test_what_cannot_be_understood_is_named_at_its_field(coach, ladder, changes, field):
    content = changed_rung(ladder, 1, **changes)

    assert list(read(content, by=coach).errors) == [f"{content['order'][1]}-{field}"]


def test_a_draft_with_errors_is_kept_and_not_saved(coach, ladder):
    draft = draft_of(ladder, coach, name="")

    with pytest.raises(ValueError, match="errors"):
        save_version(draft, by=coach)
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert Progression.objects.count() == 1


def test_no_rungs_is_no_progression(coach, ladder):
    assert read({**content_of(ladder), "order": []}, by=coach).errors == {"": ["A progression has at least one rung."]}


def test_a_variation_of_another_practice_cannot_be_prescribed(coach, rival, ladder):
    elsewhere = ProgressionFactory(practice=rival.memberships.get().practice, rungs=1)
    variation = elsewhere.rungs.get().variation
    variation.practice = variation.exercise.practice = elsewhere.practice
    variation.exercise.save()
    variation.save()

    content = changed_rung(ladder, 0, variation=str(variation.pk))
    assert [key.split("-")[-1] for key in read(content, by=coach).errors] == ["variation"]


def test_the_second_coach_to_save_is_told_and_loses_nothing(coach, colleague, ladder):
    mine, theirs = draft_of(ladder, coach, name="Mine"), draft_of(ladder, colleague, name="Theirs")
    first = save_version(theirs, by=colleague)

    with pytest.raises(Conflict) as told:
        save_version(mine, by=coach)
    assert told.value.theirs == first
    assert Draft.objects.get(pk=mine.pk).content["name"] == "Mine"


def test_something_new_gets_an_address_of_its_own(coach, ladder):
    content = content_of(ladder) | {"name": ladder.name}
    ladder.slug = "back-to-thrusting"
    ladder.save()

    new = save_version(begin(by=coach, kind="progression", family=uuid4(), base=None, content=content), by=coach)
    assert (new.slug, new.version) == ("back-to-thrusting-2", 1)
