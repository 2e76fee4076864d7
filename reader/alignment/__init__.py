"""Where alignment is computed; the only part that knows numpy, scipy, the stemmer and the embedding model."""
