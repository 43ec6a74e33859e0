"""The words of the library: every code with the label that people read."""

from django.db.models import TextChoices


class Level(TextChoices):
    START = "start", "start"
    INTERMEDIATE = "intermediate", "intermediate"
    ADVANCED = "advanced", "advanced"


class Movement(TextChoices):
    """What the body does, in the order in which the library shows it. The last three move one joint."""

    BRIDGE = "bridge", "Bridge and thrust"
    HINGE = "hinge", "Hinge"
    SQUAT = "squat", "Squat"
    LUNGE = "lunge", "Lunge and split squat"
    PUSH = "push", "Push"
    PULL = "pull", "Pull"
    CARRY = "carry", "Carry"
    TRUNK = "trunk", "Trunk"
    HIP = "hip", "Hip, to the side"
    KNEE_ANKLE = "knee_ankle", "Knee and ankle"
    ARM = "arm", "Arm and shoulder"


# Where both feet stand and push, so that a foot map says something
ON_FEET = {Movement.HINGE, Movement.SQUAT, Movement.LUNGE, Movement.BRIDGE}


class Laterality(TextChoices):
    BILATERAL = "bilateral", "Both sides"
    STAGGERED = "staggered", "Staggered"
    SINGLE_LEG = "single_leg", "Single leg"
    ONE_SIDE = "one_side", "One side"


class Equipment(TextChoices):
    BODYWEIGHT = "bodyweight", "Bodyweight"
    BENCH = "bench", "Bench or box"
    BARBELL = "barbell", "Barbell"
    PAD = "pad", "Bar pad or towel"
    DUMBBELL = "dumbbell", "Dumbbell"
    KETTLEBELL = "kettlebell", "Kettlebell"
    BAND = "band", "Resistance band"
    MINI_BAND = "mini_band", "Mini-band"
    PLATE = "plate", "Small plate"
    MAT = "mat", "Mat"
    RACK = "rack", "Rack"
    CABLE = "cable", "Cable"
    MACHINE = "machine", "Machine"
    PULL_UP_BAR = "pull_up_bar", "Pull-up bar"
    TRAP_BAR = "trap_bar", "Trap bar"
    SLIDER = "slider", "Sliders or towel"
    STEP = "step", "Step"


class Muscle(TextChoices):
    GLUTEUS_MAXIMUS = "gluteus_maximus", "Gluteus maximus"
    GLUTEUS_MEDIUS = "gluteus_medius", "Gluteus medius"
    GLUTEUS_MINIMUS = "gluteus_minimus", "Gluteus minimus"
    HAMSTRINGS = "hamstrings", "Hamstrings"
    QUADRICEPS = "quadriceps", "Quadriceps"
    RECTUS_ABDOMINIS = "rectus_abdominis", "Rectus abdominis"
    OBLIQUES = "obliques", "Obliques"
    ERECTOR_SPINAE = "erector_spinae", "Erector spinae"
    QUADRATUS_LUMBORUM = "quadratus_lumborum", "Quadratus lumborum"
    HIP_FLEXORS = "hip_flexors", "Hip flexors"
    ADDUCTORS = "adductors", "Adductors"
    CALVES = "calves", "Calves"
    LATISSIMUS_DORSI = "latissimus_dorsi", "Latissimus dorsi"
    TRAPEZIUS = "trapezius", "Trapezius"
    RHOMBOIDS = "rhomboids", "Rhomboids"
    PECTORALS = "pectorals", "Pectorals"
    DELTOIDS = "deltoids", "Deltoids"
    REAR_DELTOIDS = "rear_deltoids", "Rear deltoids"
    SERRATUS_ANTERIOR = "serratus_anterior", "Serratus anterior"
    ROTATOR_CUFF = "rotator_cuff", "Rotator cuff"
    BICEPS = "biceps", "Biceps"
    TRICEPS = "triceps", "Triceps"
    FOREARMS = "forearms", "Forearms"


class MuscleRole(TextChoices):
    MOVER = "mover", "mover"
    SYNERGIST = "synergist", "helper"
    STABILISER = "stabiliser", "stabiliser"
    MINOR = "minor", "minor"


class Placement(TextChoices):
    """Where the other foot goes. Empty on a variation whose feet do not matter: a bench press, a row."""

    BILATERAL = "bilateral", "Both feet"
    OFFSET = "offset", "Offset"
    LIGHT_TOUCH = "light_touch", "Light touch"
    FOOT_ON_KNEE = "foot_on_knee", "Foot on knee"
    SINGLE_LEG = "single_leg", "Single leg"


class Direction(TextChoices):
    FORWARD = "forward", "forward"
    BACK = "back", "back"


class Heel(TextChoices):
    DOWN = "down", "down"
    RAISED = "raised", "raised"
    EITHER = "either", "down or raised"


class Contact(TextChoices):
    HEEL = "heel", "heel"
    TOES = "toes", "toes"
    PLATE = "plate", "plate"


class Implement(TextChoices):
    BODYWEIGHT = "bodyweight", "bodyweight"
    BARBELL = "barbell", "barbell"
    DUMBBELL = "dumbbell", "dumbbell"
    KETTLEBELL = "kettlebell", "kettlebell"
    BAND = "band", "resistance band"
    CABLE = "cable", "cable"
    MACHINE = "machine", "machine"
    TRAP_BAR = "trap_bar", "trap bar"


class MiniBand(TextChoices):
    NONE = "none", "none"
    OPTIONAL = "optional", "optional"
    REQUIRED = "required", "required"


class BottomStyle(TextChoices):
    TOUCH = "touch", "touch the floor lightly"
    SHORT_OF_FLOOR = "short_of_floor", "stop just short of the floor"


class EvidenceKind(TextChoices):
    SUPPORTS = "supports", "supports"
    LIMITS = "limits", "limits"


def stance_of(placement: str, direction: str = "", contact: str = "") -> str:
    """The short key of a placement in the drawing and in page ids: forward, heel, knee, …

    "" where feet do not matter.
    """
    if not placement:
        return ""
    if placement == Placement.OFFSET:
        return direction
    if placement == Placement.LIGHT_TOUCH:
        return contact
    return {Placement.FOOT_ON_KNEE: "knee", Placement.SINGLE_LEG: "single"}.get(Placement(placement), "bilateral")


FOOT_CODES = {
    "": "",
    "bilateral": "foot-bilateral",
    "forward": "foot-offset-forward",
    "back": "foot-offset-back",
    "heel": "foot-touch-heel",
    "toes": "foot-touch-toes",
    "plate": "foot-touch-plate",
    "knee": "foot-on-knee",
    "single": "foot-single-leg",
}


def inches(cm: int) -> int:
    """Whole inches, as the article gives them."""
    return round(cm / 2.54)


def span(low: int, high: int) -> str:
    """A range as the page writes it: `15 to 30`, or one figure where both ends are the same."""
    return f"{low}" if low == high else f"{low} to {high}"


def tempo_words(digits: str) -> str:
    """The four digits (lower, bottom, lift, top, in seconds) in words: "2011" is "lower 2 s, pause 1 s".

    Left out: what lasts no time, and a lift of a second.
    """
    lower, bottom, lift, top = (int(digit) for digit in digits)
    parts = [
        f"lower {lower} s" if lower else "",
        f"{bottom} s at the bottom" if bottom else "",
        f"lift {lift} s" if lift > 1 else "",
        f"pause {top} s" if top else "",
    ]
    return ", ".join(part for part in parts if part)
