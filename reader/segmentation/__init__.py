"""Text is segmented here: sentences and passages."""
