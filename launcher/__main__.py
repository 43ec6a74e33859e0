"""`python3 -m launcher <command>`, from the project's folder. The Makefile lists the commands."""

import sys

OLDEST_PYTHON = (3, 11)


def start() -> int:
    """Look at Python's version first: everything else here needs 3.11 even to be read."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"kickstand: Python 3.11 or newer is needed, and {sys.executable} is {found}.")
    from launcher.commands import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())
