"""The words of the library: every code with the label that people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    START = "start", _("start")
    INTERMEDIATE = "intermediate", _("intermediate")
    ADVANCED = "advanced", _("advanced")


class Movement(TextChoices):
    """What the body does, in the order in which the library shows it. The last three move one joint."""

    BRIDGE = "bridge", _("Bridge and thrust")
    HINGE = "hinge", _("Hinge")
    SQUAT = "squat", _("Squat")
    LUNGE = "lunge", _("Lunge and split squat")
    PUSH = "push", _("Push")
    PULL = "pull", _("Pull")
    CARRY = "carry", _("Carry")
    TRUNK = "trunk", _("Trunk")
    HIP = "hip", _("Hip, to the side")
    KNEE_ANKLE = "knee_ankle", _("Knee and ankle")
    ARM = "arm", _("Arm and shoulder")


# Where both feet stand and push, so that a foot map says something
ON_FEET = {Movement.HINGE, Movement.SQUAT, Movement.LUNGE, Movement.BRIDGE}


class Laterality(TextChoices):
    BILATERAL = "bilateral", _("Both sides")
    STAGGERED = "staggered", _("Staggered")
    SINGLE_LEG = "single_leg", _("Single leg")
    ONE_SIDE = "one_side", _("One side")


class Equipment(TextChoices):
    BODYWEIGHT = "bodyweight", _("Bodyweight")
    BENCH = "bench", _("Bench or box")
    BARBELL = "barbell", _("Barbell")
    PAD = "pad", _("Bar pad or towel")
    DUMBBELL = "dumbbell", _("Dumbbell")
    KETTLEBELL = "kettlebell", _("Kettlebell")
    BAND = "band", _("Resistance band")
    MINI_BAND = "mini_band", _("Mini-band")
    PLATE = "plate", _("Small plate")
    MAT = "mat", _("Mat")
    RACK = "rack", _("Rack")
    CABLE = "cable", _("Cable")
    MACHINE = "machine", _("Machine")
    PULL_UP_BAR = "pull_up_bar", _("Pull-up bar")
    TRAP_BAR = "trap_bar", _("Trap bar")
    SLIDER = "slider", _("Sliders or towel")
    STEP = "step", _("Step")


class Muscle(TextChoices):
    GLUTEUS_MAXIMUS = "gluteus_maximus", _("Gluteus maximus")
    GLUTEUS_MEDIUS = "gluteus_medius", _("Gluteus medius")
    GLUTEUS_MINIMUS = "gluteus_minimus", _("Gluteus minimus")
    HAMSTRINGS = "hamstrings", _("Hamstrings")
    QUADRICEPS = "quadriceps", _("Quadriceps")
    RECTUS_ABDOMINIS = "rectus_abdominis", _("Rectus abdominis")
    OBLIQUES = "obliques", _("Obliques")
    ERECTOR_SPINAE = "erector_spinae", _("Erector spinae")
    QUADRATUS_LUMBORUM = "quadratus_lumborum", _("Quadratus lumborum")
    HIP_FLEXORS = "hip_flexors", _("Hip flexors")
    ADDUCTORS = "adductors", _("Adductors")
    CALVES = "calves", _("Calves")
    LATISSIMUS_DORSI = "latissimus_dorsi", _("Latissimus dorsi")
    TRAPEZIUS = "trapezius", _("Trapezius")
    RHOMBOIDS = "rhomboids", _("Rhomboids")
    PECTORALS = "pectorals", _("Pectorals")
    DELTOIDS = "deltoids", _("Deltoids")
    REAR_DELTOIDS = "rear_deltoids", _("Rear deltoids")
    SERRATUS_ANTERIOR = "serratus_anterior", _("Serratus anterior")
    ROTATOR_CUFF = "rotator_cuff", _("Rotator cuff")
    BICEPS = "biceps", _("Biceps")
    TRICEPS = "triceps", _("Triceps")
    FOREARMS = "forearms", _("Forearms")


class MuscleRole(TextChoices):
    MOVER = "mover", _("mover")
    SYNERGIST = "synergist", _("helper")
    STABILISER = "stabiliser", _("stabiliser")
    MINOR = "minor", _("minor")


class Placement(TextChoices):
    """Where the other foot goes. Empty on a variation whose feet do not matter: a bench press, a row."""

    BILATERAL = "bilateral", _("Both feet")
    OFFSET = "offset", _("Offset")
    LIGHT_TOUCH = "light_touch", _("Light touch")
    FOOT_ON_KNEE = "foot_on_knee", _("Foot on knee")
    SINGLE_LEG = "single_leg", _("Single leg")


class Direction(TextChoices):
    FORWARD = "forward", _("forward")
    BACK = "back", _("back")


class Heel(TextChoices):
    DOWN = "down", _("down")
    RAISED = "raised", _("raised")
    EITHER = "either", _("down or raised")


class Contact(TextChoices):
    HEEL = "heel", _("heel")
    TOES = "toes", _("toes")
    PLATE = "plate", pgettext_lazy("touches the floor", "plate")


class Implement(TextChoices):
    BODYWEIGHT = "bodyweight", _("bodyweight")
    BARBELL = "barbell", _("barbell")
    DUMBBELL = "dumbbell", _("dumbbell")
    KETTLEBELL = "kettlebell", _("kettlebell")
    BAND = "band", _("resistance band")
    CABLE = "cable", _("cable")
    MACHINE = "machine", _("machine")
    TRAP_BAR = "trap_bar", _("trap bar")


class MiniBand(TextChoices):
    NONE = "none", _("none")
    OPTIONAL = "optional", _("optional")
    REQUIRED = "required", _("required")


class BottomStyle(TextChoices):
    TOUCH = "touch", _("touch the floor lightly")
    SHORT_OF_FLOOR = "short_of_floor", _("stop just short of the floor")


class EvidenceKind(TextChoices):
    SUPPORTS = "supports", _("supports")
    LIMITS = "limits", _("limits")


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
    return f"{low}" if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def tempo_words(digits: str) -> str:
    """The four digits (lower, bottom, lift, top, in seconds) in words: "2011" is "lower 2 s, pause 1 s".

    Left out: what lasts no time, and a lift of a second.
    """
    lower, bottom, lift, top = (int(digit) for digit in digits)
    parts = [
        gettext("lower %(seconds)s s") % {"seconds": lower} if lower else "",
        gettext("%(seconds)s s at the bottom") % {"seconds": bottom} if bottom else "",
        gettext("lift %(seconds)s s") % {"seconds": lift} if lift > 1 else "",
        gettext("pause %(seconds)s s") % {"seconds": top} if top else "",
    ]
    return ", ".join(part for part in parts if part)
