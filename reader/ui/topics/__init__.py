"""Topics in the window: the editor of one, the list of all, and what a passage says of them."""
