"""Use cases: one method for each thing the reader does, without Qt and without SQL."""
