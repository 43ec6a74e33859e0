"""The demo practice: people, and a small simulator that plays their training through the engine and the services."""
