"""Commands that only a developer's machine has."""
