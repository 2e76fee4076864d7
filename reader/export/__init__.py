"""Where exports are written."""
