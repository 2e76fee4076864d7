"""Diptych: read two documents side by side."""
