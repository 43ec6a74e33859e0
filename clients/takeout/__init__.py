"""Everything of a practice, or of one client, as one ZIP, and back: docs/export-format.md is the format.

`tables` says which rows and in which order, `writing` makes the file, `archive` opens one that comes in, `restoring`
puts its rows in.
"""
