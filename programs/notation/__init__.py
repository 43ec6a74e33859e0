"""One line of text is one item of a program's day: `hip thrust 3x8-12 @RIR2 90s per side`. Grammar: docs/notation.md.

Pure Python. Which exercise or progression a name means is found elsewhere.
"""

from programs.notation.line import Line, NotationError, Problem, Reading, Span
from programs.notation.reading import parse, read, spans
from programs.notation.writing import print_line

__all__ = ["Line", "NotationError", "Problem", "Reading", "Span", "parse", "print_line", "read", "spans"]
