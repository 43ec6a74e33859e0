"""/library/<slug>/: the entry, for coaches and clients, with every fact of the domain sheet."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.entry import also_called, joined
from exercises.models import Exercise
from exercises.services import DATA, load_exercises, read_library
from tests.exercises.factories import ExerciseFactory, ExerciseMuscleFactory, VariationFactory

URL = "/library/staggered-hip-thrust/"

FACTS = {
    "what it is": [
        "Staggered hip thrust",
        "B-stance",
        "kickstand hip thrust",
        "between the two-legged and the true one-legged form",
        "Shoulders on a bench",
        "One foot works under the knee; the other is moved away, made light or lifted",
        "the working leg carries most of the load",
        "advanced in two places and intermediate at the end",
        "the level belongs to each rung",
    ],
    "why": [
        "One side lags: the weaker glute works on its own",
        "Strength and power on one leg for running, jumping, cutting",
        "A smaller base: hip and trunk have to keep you steady",
        "proprioception",
        "The step before a true single-leg thrust, for those not ready for it",
        "The load sits on the working side, where the glute is",
    ],
    "muscles": [
        "Gluteus maximus, mover extends the hip",
        "Hamstrings, helper help extend the hip, steady the knee",
        "Gluteus medius and gluteus minimus, stabiliser keep the pelvis level, stop the hip from turning",
        "Rectus abdominis, obliques and erector spinae, stabiliser keep spine and pelvis still",
        "Quadriceps, minor steady the knee",
    ],
    "equipment": [
        "Bench or box 30 to 41 cm (12 to 16 in) high",
        "Sturdy",
        "Between mid-shin and knee height when you sit",
        "Bodyweight",
        "Barbell With a pad or a towel",
        "Dumbbell",
        "Kettlebell",
        "Resistance band",
        "Mini-band Above the knees: more for the gluteus medius. Optional.",
        "Small plate A small one, under the other foot. Optional.",
    ],
    "set-up": [
        "Bench. Sit on the floor with your upper back against it, its edge at your lower shoulder blades.",
        "roll it over your hips, pad it. Your hands steady it, they never pull.",
        "Working foot. Flat, so that it ends up under the knee at the top, the shin upright.",
        "Other foot. Into one of the placements above. This is what makes the exercise.",
        "Long, neutral spine. Chin tucked, eyes ahead or a little down to your knees.",
    ],
    "placements": [
        "Both feet Both feet push the same.",
        "the way back when the staggered form is too much",
        "Offset forward The other foot stands further out.",
        "Offset back The other foot stands closer to you",
        "Distance 15 to 30 cm (6 to 12 in) Heel down or raised",
        "Light touch, heel Only the heel",
        "Light touch, toes Only the toes",
        "Light touch, plate The other foot rests on a small plate",
        "Contact heel",
        "Contact toes",
        "Contact plate",
        "heel and toes in one breath",
        "The ankle of the other leg lies on the working knee",
        "the hardest way to stagger",
        "One leg carries everything",
        "The other leg is in the air. The last rung",
    ],
    "a rep": [
        "Brace. Push through the heel of the working foot, hips to the ceiling.",
        "Tuck the pelvis slightly as you rise: it spares the low back and finishes the glute.",
        "One line from shoulder to knee, hips fully extended, shin upright. Squeeze.",
        "Slow, no drop. Keep the tension and the brace.",
        "Touch the floor lightly, or stop just short of it.",
        "All reps on one side, then the other. The same amount and the same effort for both.",
    ],
    "mistakes": [
        "Low back arches at the top Load on the spine, less on the glute Tuck the pelvis, squeeze",
        "Other foot pushes Then it is two legs again That foot only keeps balance",
        "Stops short of the top The glute misses its part Shoulder, hip, knee in one line",
        "Too much weight Form goes first Learn it light, then add",
        "Bench too high or too low Changes the whole lever Edge at your lower shoulder blades",
        "Mind elsewhere Reps count, work does not Feel the squeeze at the top",
    ],
    "programming": [
        "3–4 × 8–15 per side",
        "After the main compound lifts · A session of its own",
        "The main glute exercise · An accessory",
        "More weight · More reps · Less rest · In the end, the single-leg form",
        "RIR, tempo, rest and how often are ours. A coach can change each one.",
    ],
    "who": [
        "sprinters, jumpers, team sports",
        "People with one side weaker than the other",
        "stronger glutes",
        "Coaches with a client to take further",
        "Clients in rehabilitation, only under professional guidance",
    ],
    "variations": [
        "Mini-band above the knees for the gluteus medius",
        "Dumbbell or kettlebell in place of the barbell",
        "Slow lowering",
        "Pause 2 to 3 s at the top",
        "Then single leg once this is solid at a weight that challenges you",
    ],
    "questions": [
        "What is it?",
        "Why do it?",
        "Which muscles work?",
        "What goes wrong most often?",
        "How do I make it harder, or vary it?",
    ],
    "evidence": [
        "No study of the staggered hip thrust itself was found",
        "coaching practice",
        "“80 to 90 % on the working leg” is often quoted and has no source.",
        "(n = 13)",
        "(n = 34)",
        "EMG is not growth",
        "Contreras 2015; Plotkin 2023",
        "Adding load and adding reps both work. Plotkin 2022; Chaves 2024",
        "small effect on sprinting (ES about 0.2), and none that is clear on jump or squat",
        "not established as a cause of injury",
        "Nothing here is said to prevent one.",
        "Afonso 2022; Guan 2022, inconsistent",
        "a training log and a coach’s tool. It is not a medical device: no diagnosis, no treatment.",
    ],
}


@pytest.fixture
def starter(db: None) -> None:
    """The common movements of the built-in library, loaded."""
    load_exercises(read_library(DATA / "starter.toml")["exercises"])


def words(html: str) -> str:
    """What a reader reads: without tags, one space between words, none before a stop."""
    return re.sub(r"\s+([,.:;])", r"\1", re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))))


@pytest.mark.parametrize("who", ["as_coach", "as_client"])
@pytest.mark.parametrize("part", FACTS)
def test_every_fact_is_on_the_page(request, library, who, part):
    page = words(request.getfixturevalue(who).get(URL).content.decode())

    assert [fact for fact in FACTS[part] if fact not in page] == []


def test_the_stage_has_a_tab_a_drawing_and_a_note_for_each_placement(library, as_coach):
    page = as_coach.get(URL).content.decode()

    for key in ("bilateral", "forward", "back", "heel", "toes", "plate", "knee", "single"):
        assert f'id="p-{key}"' in page
        assert f'<g class="for for-{key}">' in page
        assert f'stage-note for for-{key}"' in page
    assert page.count("checked") == 1
    assert re.search(r'id="p-forward"[^>]*checked', page)
    assert page.count('<svg class="figure"') == 1


@pytest.mark.parametrize("slug", ["glute-bridge", "hip-thrust", "single-leg-hip-thrust"])
def test_a_short_entry_is_whole(library, as_client, slug):
    exercise = Exercise.objects.get(slug=slug)

    page = as_client.get(f"/library/{slug}/").content.decode()

    text = words(page)
    for heading in ("Set up", "What goes wrong", "Variations", "Usual dose", "One rep", "Muscles", "Equipment"):
        assert heading in text or (heading == "Variations" and not exercise.variation_notes)
    for variation in exercise.variations.all():
        assert variation.name in text
    assert 'type="radio"' not in page
    assert exercise.evidence_summary in text


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("bench-press", ["Movement Push", "Sides Both sides", "Level intermediate"]),
        ("bench-press", ["Equipment Barbell, bench or box, rack"]),
        ("bench-press", ["Bench press, barbell lower 2 s"]),
        ("split-squat", ["Feet Long step The other foot stands a long step behind"]),
        ("suitcase-carry", ["Movement Carry", "Sides One side", "Equipment Dumbbell, kettlebell"]),
    ],
)
def test_an_exercise_without_a_drawing_tells_in_words_what_it_needs(starter, as_client, slug, told):
    page = words(as_client.get(f"/library/{slug}/").content.decode())

    assert [each for each in told if each not in page] == []
    assert "that can be prescribed" not in page


def test_the_foot_map_is_drawn_where_there_is_no_figure_and_feet_matter(starter, as_client):
    pages = {slug: as_client.get(f"/library/{slug}/").content.decode() for slug in ("split-squat", "bench-press")}

    assert 'class="foot-map foot-map-xl"' in pages["split-squat"]
    assert "sprite.svg#foot-" not in pages["bench-press"].split("<main")[1]


def test_equipment_without_a_note_is_named_beside_the_noted_one(practice, as_coach):
    ExerciseFactory(
        practice=practice,
        slug="ours",
        equipment=["bench", "cable", "mat"],
        equipment_notes=[{"item": "bench", "text": "It must not slide.", "optional": False}],
    )

    page = words(as_coach.get("/library/ours/").content.decode())

    assert "Equipment Bench or box It must not slide. Also Cable, mat" in page


def test_nothing_is_styled_or_scripted_in_place(library, as_coach):
    page = as_coach.get(URL).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)


def test_a_coach_can_go_on_to_assign_and_a_client_cannot(library, as_coach, as_client):
    assert 'href="/coach/assign/"' in as_coach.get(URL).content.decode().split("<main")[1]
    assert "/coach/" not in as_client.get(URL).content.decode()


def test_a_practices_own_version_comes_first_and_only_there(library, practice, as_coach, as_client, as_rival):
    own = ExerciseFactory(practice=practice, slug="staggered-hip-thrust", name="Our way")
    VariationFactory(exercise=own, name="Our offset")

    assert "Our offset" in as_coach.get(URL).content.decode()
    assert "Our way" in as_client.get(URL).content.decode()
    assert "Our way" not in as_rival.get(URL).content.decode()


def test_an_entry_with_almost_nothing_written_still_opens(practice, as_coach):
    ExerciseFactory(practice=practice, slug="bare", name="Bare", definition="Only this.")

    page = as_coach.get("/library/bare/").content.decode()
    assert "Only this." in page
    assert "Set up" not in page


def test_what_is_not_mine_is_a_404_like_what_is_not_there(
    practice, as_rival, as_stranger, outsider, browser_of, library
):
    ExerciseFactory(practice=practice, slug="ours")
    Exercise.objects.filter(slug="hip-thrust").update(archived_at=timezone.now())

    missing = as_rival.get("/library/nowhere/")
    foreign = as_rival.get("/library/ours/")
    assert missing.status_code == foreign.status_code == 404
    assert as_rival.get("/library/hip-thrust/").status_code == 404
    assert browser_of(outsider).get(URL).status_code == 404
    assert as_stranger.get(URL)["Location"].startswith("/accounts/login/")
    assert as_rival.post(URL).status_code == 405


def test_queries_do_not_grow_with_muscles_and_variations(practice, as_coach):
    exercise = ExerciseFactory(practice=practice, slug="ours")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_coach.get("/library/ours/")
        return len(queries)

    as_coach.get("/library/ours/")
    ExerciseMuscleFactory(exercise=exercise)
    VariationFactory(exercise=exercise)
    few = count()
    for muscle in ("hamstrings", "quadriceps", "obliques"):
        ExerciseMuscleFactory(exercise=exercise, muscle=muscle)
        VariationFactory(exercise=exercise)

    assert count() == few


# The moving figure ----------------------------------------------------------------------------------------------------


def option(page: str, code: str) -> str:
    found = re.search(rf'<option value="{code}"[^>]*>[^<]*', page)
    assert found, code
    return unescape(found[0])


def test_each_variation_can_be_played_as_it_is_prescribed(library, as_client):
    page = as_client.get(URL).content.decode()

    slow = option(page, "touch-barbell-slow-pause")
    assert 'data-stance="heel"' in slow
    assert 'data-implement="barbell"' in slow
    assert 'data-times="3 0 1 3"' in slow
    assert 'data-words="lower 3 s, pause 3 s"' in slow
    assert 'data-low="0.15"' in slow
    assert slow.endswith(">Barbell, slow and paused")


def test_a_pause_in_a_range_is_played_for_its_middle_and_told_as_it_is(library, as_client):
    pause = option(as_client.get(URL).content.decode(), "offset-bodyweight-pause")

    assert 'data-times="2 0 1 2.5"' in pause
    assert 'data-hold="2–3"' in pause


def test_a_mini_band_is_worn_where_it_is_required(library, as_client):
    page = as_client.get(URL).content.decode()

    assert "data-mini" in option(page, "offset-mini-band")
    assert "data-mini" not in option(page, "offset-bodyweight-pause")


def test_a_placement_without_a_variation_is_played_at_the_usual_tempo(library, as_client):
    assert 'data-times="2 0 1 1"' in option(as_client.get(URL).content.decode(), "single")


def test_every_load_that_is_prescribed_is_drawn(library, as_client):
    page = as_client.get(URL).content.decode()

    for implement in ("bodyweight", "barbell", "dumbbell", "kettlebell", "band"):
        assert page.count(f'<g class="with with-{implement}">') == 1


def test_the_page_opens_at_the_typical_variation(library, as_client):
    page = as_client.get(URL).content.decode()

    assert 'data-stance="forward" data-implement="barbell"' in page
    assert option(page, "offset-barbell").endswith(" selected>Barbell")


def test_the_page_opens_at_the_variation_that_is_asked_for(library, as_client):
    page = as_client.get(URL, {"variation": "knee-dumbbell"}).content.decode()

    assert 'data-stance="knee" data-implement="dumbbell"' in page
    assert re.search(r'id="p-knee"[^>]*checked', page)
    assert page.count("checked") == 1
    assert page.count(" selected>") == 1


@pytest.mark.parametrize("code", ["nowhere", "\x00", "x" * 5000])
def test_an_unknown_variation_opens_the_typical_one(library, as_client, code):
    response = as_client.get(URL, {"variation": code})

    assert response.status_code == 200
    assert 'data-stance="forward" data-implement="barbell"' in response.content.decode()


@pytest.mark.parametrize("slug", ["staggered-hip-thrust", "glute-bridge", "hip-thrust", "single-leg-hip-thrust"])
def test_the_page_itself_is_small(library, as_client, slug):
    """Under 80 kB before compression; styles and scripts come once and stay."""
    assert len(as_client.get(f"/library/{slug}/").content) < 80_000


def test_the_muscles_are_drawn_and_listed_with_their_role(library, as_client):
    page = as_client.get(URL).content.decode()

    label = re.search(r'<svg class="muscle-map"[^>]*aria-label="([^"]*)"', page)
    assert label
    assert "Mover: gluteus maximus; helper: hamstrings; " in label[1]
    assert page.count('class="mm mm-4" data-line="1"') == 1
    assert page.count('class="mm mm-3" data-line="2"') == 1


def test_what_to_do_comes_in_order(library, as_client):
    headings = re.findall(r'<h2[^>]*id="(\w+)"', as_client.get(URL).content.decode())

    order = [headings.index(name) for name in ("place", "setup", "rep", "fix", "evi")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("aliases", "text"),
    [
        ([], ""),
        (["hip bridge"], "hip bridge"),
        (["B-stance hip thrust", "kickstand hip thrust"], "B-stance or kickstand hip thrust"),
        (["hip bridge", "floor lift"], "hip bridge or floor lift"),
        (["thrust", "hip thrust"], "thrust or hip thrust"),
    ],
)
def test_other_names_are_said_shortly(aliases, text):
    assert also_called(aliases) == text


def test_a_list_is_told_as_it_is_spoken():
    assert joined(["Obliques"]) == "Obliques"
    assert joined(["Rectus abdominis", "Obliques", "Erector spinae"]) == "Rectus abdominis, obliques and erector spinae"
