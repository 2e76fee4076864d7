"""What floats over the text: selection toolbar, note and tag editors, the sheet of all keys."""
