"""The sources of both documents: the card of a note, and the tab of all works."""
