"""Where annotations find their text again."""
