"""The side panel: alignments and annotations as lists of cards."""
