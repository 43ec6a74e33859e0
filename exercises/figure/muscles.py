"""The front and the back of a body with every muscle of the vocabulary, to be shaded by what each one does.

Half a body, its middle at x = 0 and its crown at y = 3, in units of about 7 mm; the page mirrors it. Muscles that lie
under others are drawn where a coach would put the hand. Later ones are drawn over earlier ones.
"""

from exercises.figure.geometry import Point, limb, oval
from exercises.vocabulary import Muscle

_TRUNK = (
    "M-1 24L6.5 24L7.5 38C12 43 23 43 29 48C33 51 35 58 34 64L28 72C27 88 21 99 21 110"
    "C21 119 28 127 28.5 140L28 152L-1 152Z"
)

BODY = (
    oval(Point(0, 17), 10.5, 14, 0),
    _TRUNK,
    limb(Point(31, 57), 8.5, Point(37.5, 95), 6.2),
    limb(Point(37.5, 95), 6.2, Point(45, 130), 3.8),
    oval(Point(47, 139), 4.6, 8.5, -10),
    limb(Point(14.2, 147), 14.3, Point(14, 194), 8),
    limb(Point(14, 194), 8, Point(14.6, 210), 8.8),
    limb(Point(14.6, 210), 8.8, Point(14, 241), 4.4),
    oval(Point(15.8, 247.5), 7, 5.2, 0),
)

FRONT = {
    Muscle.PECTORALS: "M1 55C7 51 18 50 25 53C28 60 26 68 20 71C12 75 4 74 1 71Z",
    Muscle.DELTOIDS: "M27.5 50C34.5 50 39.5 57 38 67C35 70 32.5 69 31 66C28 62 26.5 56 27.5 50Z",
    Muscle.BICEPS: oval(Point(35.2, 81), 4.4, 11, -9),
    Muscle.FOREARMS: oval(Point(40.8, 111), 4.4, 14.5, -12),
    Muscle.SERRATUS_ANTERIOR: "M26 74C26 81 24.5 87 22.5 93L18.5 91L20.5 87L17 84L20 80L17 77Z",
    Muscle.RECTUS_ABDOMINIS: "M1 77C5 76 10 77 12 79L11.5 118C10 129 5 136 1 139Z",
    Muscle.OBLIQUES: "M14 84L22 96C19.5 104 20 115 25.5 123L13.5 129C14.5 114 14.5 98 14 84Z",
    Muscle.HIP_FLEXORS: "M12.5 132L25 126.5C26 136 20 144 14 149C10.5 145 10 138 12.5 132Z",
    Muscle.ADDUCTORS: "M1.5 148L11 149C7.5 157 6 168 7 180C3 172 1 160 1.5 148Z",
    Muscle.QUADRICEPS: "M16 152C22 147 27 147 27 154C28 170 23 184 19 187C14 190 9 185 8 177C7 167 10 157 16 152Z",
}

BACK = {
    Muscle.TRAPEZIUS: "M1 35L5.5 37C8 44 18 45 25 48C18 53 12 57 9.5 66C7 78 4 86 1 94Z",
    Muscle.RHOMBOIDS: "M2 61L10.5 57L12 72L2 75Z",
    Muscle.REAR_DELTOIDS: "M27 49C35 50 39.5 57 38 67C33 66 28 59 27 49Z",
    Muscle.ROTATOR_CUFF: "M13.5 58C18 54 24 55 29 63C26 69 20 70 15 68Z",
    Muscle.LATISSIMUS_DORSI: "M28 71C27 86 23 97 20 105C15 105 10 108 6.5 112C6 100 9 84 13.5 71C18 74 24 74 28 71Z",
    Muscle.TRICEPS: oval(Point(35, 79), 5, 12.5, -9),
    Muscle.FOREARMS: oval(Point(40.8, 111), 4.4, 14.5, -12),
    Muscle.ERECTOR_SPINAE: "M1 80L3.5 80C5.5 96 6.5 116 5.5 129L1 133Z",
    Muscle.QUADRATUS_LUMBORUM: "M8.5 112C12 108 16 107 19.5 108C19.5 114 21 119 22.5 122L8.5 127Z",
    Muscle.GLUTEUS_MAXIMUS: "M1 138C5 131 12 132 17 139C20 145 25 149 25.5 155C23 166 8 169 1 161Z",
    Muscle.GLUTEUS_MEDIUS: "M9.5 130C15 124.5 23 124.5 25.8 131C27.3 137 27.6 141 26.5 145C22 137 16 133 9.5 130Z",
    Muscle.GLUTEUS_MINIMUS: "M17.5 135.5C22 138 25.5 143 27 149C23.5 147 19.5 143 17.5 135.5Z",
    Muscle.HAMSTRINGS: "M3 167C11 171 20 170 26.5 160C27.5 174 23 187 20.5 194L16 189L10.5 195C6 187 3 178 3 167Z",
    Muscle.CALVES: "M7.5 201C11 198 18 198 21.5 201C24.5 210 22 220 18.5 229L14.5 222L11 229C7 220 5.5 210 7.5 201Z",
}
