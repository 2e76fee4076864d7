"""The reading pane: a document set for reading, with its marks, outline, find bar and topic strip."""
