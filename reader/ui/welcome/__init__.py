"""What is shown before reading begins: the page without open documents and the hints of the first start."""
