"""Sets from other tools: `formats` reads a line, `workouts` puts lines together, `preview` looks before anything is
written, `guessing` says which exercise is meant, `writing` does it in the background.
"""
