"""One command from an empty machine to a running Kickstand, and one to a tested one: what the Makefile calls.

Only the standard library is used here, because this runs before anything is installed. `prepare` alone runs inside
the environment that this package makes.
"""
