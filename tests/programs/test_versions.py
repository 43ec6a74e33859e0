"""A draft says what was typed; saving it makes the next version, and two coaches cannot lose each other's work."""

from uuid import uuid4

import pytest

from programs.drafting import begin
from programs.models import Draft, Progression
from programs.versions import Conflict, content_of, read, save_version
from tests.factories import ProgressionFactory
from tests.programs.editing import form_of, url


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


# --- Two coaches at once, over HTTP -------------------------------------------------------------------------------


@pytest.fixture
def overtaken(as_coach, coach, colleague, ladder):
    """The coach has a draft called Mine on version 1; the colleague has saved version 2, called Theirs."""
    mine = draft_of(ladder, coach, name="Mine")
    theirs = changed_rung(ladder, 0, sets="5") | {"name": "Theirs"}
    draft = begin(by=colleague, kind="progression", family=ladder.family, base=ladder.pk, content=theirs)
    return mine, save_version(draft, by=colleague)


def decide(browser, ladder, keep, theirs, **others):
    return browser.post(url("conflict", ladder.family), {"keep": keep, "over": theirs.pk, **others})


def names(ladder):
    return list(Progression.objects.filter(family=ladder.family).order_by("version").values_list("version", "name"))


def test_the_second_to_save_sees_both_versions(as_coach, ladder, overtaken):
    mine, _ = overtaken
    response = as_coach.post(url("versions", ladder.family), form_of(mine.content, base=ladder.pk))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Tomas saved version 2 while you were writing" in html
    assert "1 of 3 rungs differ" in html
    assert "<dd>5 × 8–12</dd>" in html
    assert "<dd>3 × 8–12</dd>" in html


def test_keep_mine_saves_the_version_after_theirs(as_coach, ladder, overtaken):
    decide(as_coach, ladder, "mine", overtaken[1])

    assert names(ladder) == [(1, "Back to thrusting"), (2, "Theirs"), (3, "Mine")]
    assert not Draft.objects.exists()


def test_keep_both_makes_mine_a_progression_of_its_own(as_coach, ladder, overtaken):
    decide(as_coach, ladder, "both", overtaken[1])

    assert names(ladder) == [(1, "Back to thrusting"), (2, "Theirs")]
    own = Progression.objects.exclude(family=ladder.family).get()
    assert (own.name, own.version) == ("Mine (Ruth)", 1)
    assert not Draft.objects.exists()


def test_taking_theirs_is_asked_once_more(as_coach, ladder, overtaken):
    asked = decide(as_coach, ladder, "theirs", overtaken[1])
    assert (asked.status_code, Draft.objects.count()) == (409, 1)

    decide(as_coach, ladder, "theirs", overtaken[1], sure="yes")
    assert names(ladder) == [(1, "Back to thrusting"), (2, "Theirs")]
    assert not Draft.objects.exists()


def test_a_third_version_meanwhile_is_shown_again(as_coach, colleague, ladder, overtaken):
    save_version(draft_of(overtaken[1], colleague, name="Theirs again"), by=colleague)

    response = decide(as_coach, ladder, "mine", overtaken[1])
    assert response.status_code == 409
    assert "saved version 3" in response.content.decode()
    assert Draft.objects.get().content["name"] == "Mine"


def test_rungs_of_one_side_only_are_named(as_coach, coach, colleague, ladder):
    order = content_of(ladder)["order"]
    draft_of(ladder, coach, order=order[1:])
    theirs = save_version(draft_of(ladder, colleague, order=order[:2]), by=colleague)

    html = decide(as_coach, ladder, "", theirs).content.decode()
    assert "only yours" in html
    assert "only Tomas’s" in html


def test_a_version_opened_before_another_was_saved_is_a_conflict_too(as_coach, colleague, ladder):
    opened = form_of(content_of(ladder), base=ladder.pk, name="Mine")
    save_version(draft_of(ladder, colleague, name="Theirs"), by=colleague)

    assert as_coach.post(url("versions", ladder.family), opened).status_code == 409
    assert Draft.objects.get().content["name"] == "Mine"
