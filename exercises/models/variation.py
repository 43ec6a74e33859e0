"""Ways to do an exercise that can be prescribed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from accounts.models import Practice, uuid7
from exercises.models.gate import built_in_or_own
from exercises.vocabulary import (
    FOOT_CODES,
    BottomStyle,
    Contact,
    Direction,
    Heel,
    Implement,
    Level,
    MiniBand,
    Placement,
    span,
    stance_of,
    tempo_words,
)
from exercises.words import told, within


class VariationQuerySet(models.QuerySet["Variation"]):
    def for_user(self, user: Any) -> "VariationQuerySet":
        """Variations of the built-in exercises and of those of the user's own practice."""
        return self.filter(built_in_or_own(user))

    def for_coach(self, user: Any) -> "VariationQuerySet":
        """The variations that the user may change: those of their own practice, archived ones too, for a coach."""
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)

    def current(self) -> "VariationQuerySet":
        return self.filter(archived_at=None, exercise__archived_at=None)


class Variation(models.Model):
    """One way to do an exercise that can be prescribed: where the other foot goes, the load, and the pace."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey("exercises.Exercise", on_delete=models.CASCADE, related_name="variations")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    placement = models.CharField(
        max_length=12, choices=Placement, blank=True, help_text="Empty where feet do not matter."
    )
    offset_direction = models.CharField(max_length=8, choices=Direction, blank=True)
    offset_cm_low = models.PositiveSmallIntegerField(null=True, blank=True)
    offset_cm_high = models.PositiveSmallIntegerField(null=True, blank=True)
    heel = models.CharField(max_length=8, choices=Heel, blank=True)
    contact = models.CharField(max_length=8, choices=Contact, blank=True)
    implement = models.CharField(max_length=12, choices=Implement, default=Implement.BODYWEIGHT)
    mini_band = models.CharField(max_length=8, choices=MiniBand, default=MiniBand.NONE)
    tempo = models.CharField(
        max_length=4,
        default="2011",
        validators=[RegexValidator(r"^[0-9]{4}$", _("Four digits: lower, bottom, lift, top."))],
    )
    pause_s_low = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Pause at the top, seconds.")
    pause_s_high = models.PositiveSmallIntegerField(null=True, blank=True)
    bottom_style = models.CharField(max_length=16, choices=BottomStyle, default=BottomStyle.TOUCH)
    level = models.CharField(max_length=12, choices=Level)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False, help_text="Goes up with every save by a coach.")

    objects = VariationQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["exercise", "code"],
                name="variation_code_once",
                violation_error_message=_("This exercise has a variation of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(placement__in=["", *Placement.values]), name="variation_placement_known"
            ),
            models.CheckConstraint(condition=Q(implement__in=Implement.values), name="variation_implement_known"),
            models.CheckConstraint(condition=Q(mini_band__in=MiniBand.values), name="variation_mini_band_known"),
            models.CheckConstraint(
                condition=Q(bottom_style__in=BottomStyle.values), name="variation_bottom_style_known"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="variation_level_known"),
            models.CheckConstraint(
                condition=Q(placement="offset", offset_direction__in=Direction.values)
                | (~Q(placement="offset") & Q(offset_direction="", offset_cm_low=None, offset_cm_high=None, heel="")),
                name="variation_offset_has_direction",
                violation_error_message=_(
                    "An offset foot stands forward or back; others have no distance and no heel."
                ),
            ),
            models.CheckConstraint(
                condition=Q(offset_cm_low=None, offset_cm_high=None)
                | Q(
                    offset_cm_low__isnull=False,
                    offset_cm_high__isnull=False,
                    offset_cm_low__gte=1,
                    offset_cm_low__lte=F("offset_cm_high"),
                    offset_cm_high__lte=60,
                ),
                name="variation_offset_distance_ordered",
                violation_error_message=_("Give the distance as two figures from 1 to 60 cm, the lower one first."),
            ),
            models.CheckConstraint(condition=Q(heel__in=["", *Heel.values]), name="variation_heel_known"),
            models.CheckConstraint(
                condition=Q(placement="light_touch", contact__in=Contact.values)
                | (~Q(placement="light_touch") & Q(contact="")),
                name="variation_contact_with_light_touch",
                violation_error_message=_(
                    "A light touch says what touches: heel, toes or plate. The others say nothing."
                ),
            ),
            models.CheckConstraint(condition=Q(tempo__regex=r"^[0-9]{4}$"), name="variation_tempo_four_digits"),
            models.CheckConstraint(
                condition=Q(pause_s_low=None, pause_s_high=None)
                | Q(
                    pause_s_low__isnull=False,
                    pause_s_high__isnull=False,
                    pause_s_low__gte=1,
                    pause_s_low__lte=F("pause_s_high"),
                    pause_s_high__lte=30,
                ),
                name="variation_pause_ordered",
                violation_error_message=_("Give the pause as two figures from 1 to 30 s, the lower one first."),
            ),
        )

    def __str__(self) -> str:
        return told(self.name)

    def clean(self) -> None:
        if self.exercise_id and self.practice_id != self.exercise.practice_id:
            raise ValidationError({"exercise": gettext("Choose an exercise of the same practice.")})

    @property
    def stance(self) -> str:
        """The short key of the placement: bilateral, forward, back, heel, toes, plate, knee, single, or none."""
        return stance_of(self.placement, self.offset_direction, self.contact)

    @property
    def foot_code(self) -> str:
        """The id of its foot map in the sprite; none where feet do not matter."""
        return FOOT_CODES[self.stance]

    @property
    def placement_label(self) -> str:
        """`Offset forward 15 to 30 cm`, `Light touch, heel`, `Both feet`; nothing where feet do not matter."""
        if not self.placement:
            return ""
        label = str(self.get_placement_display())
        if self.contact:
            return f"{label}, {self.get_contact_display()}"
        if self.offset_direction:
            where = {"placement": label, "direction": self.get_offset_direction_display()}
            label = gettext("%(placement)s %(direction)s") % where
        if self.offset_cm_low and self.offset_cm_high:
            label = f"{label} {span(self.offset_cm_low, self.offset_cm_high)} cm"
        return label

    @property
    def pause_label(self) -> str:
        """`pause 2 to 3 s` at the top, or nothing where the tempo says it all."""
        if not (self.pause_s_low and self.pause_s_high):
            return ""
        return gettext("pause %(seconds)s s") % {"seconds": span(self.pause_s_low, self.pause_s_high)}

    @property
    def tempo_label(self) -> str:
        """The pace in words: `lower 2 s, pause 2 to 3 s`."""
        if not self.pause_label:
            return tempo_words(self.tempo)
        return ", ".join(part for part in (tempo_words(self.tempo[:3] + "0"), self.pause_label) if part)

    @property
    def kept_name(self) -> str:
        """The full name as it is kept: for exports, which speak one language."""
        if self.name.startswith(self.exercise.name):
            return self.name
        return f"{self.exercise.name}, {self.name[:1].lower()}{self.name[1:]}"

    @property
    def full_name(self) -> str:
        """`Staggered hip thrust, offset forward, barbell`: for lists that mix exercises. Reads the exercise."""
        if self.name.startswith(self.exercise.name):
            return told(self.name)
        return f"{told(self.exercise.name)}, {within(told(self.name))}"
