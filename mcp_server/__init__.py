"""Kickstand for assistants: the Model Context Protocol over the API, with a token. It knows the API and no app."""
